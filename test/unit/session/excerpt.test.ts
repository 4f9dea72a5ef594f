import assert from 'node:assert/strict';
import { excerptPatch, excerptTurn, openedPart } from '../../../src/core/session/excerpt';
import type { ToolSegment, Turn } from '../../../src/core/session/transcript';

const long = 'x'.repeat(10_000);

function tool(fields: Partial<ToolSegment>): ToolSegment {
  return { kind: 'tool', key: 'x', toolName: 'run', status: 'success', ...fields };
}

function turnWith(...segments: Turn['segments']): Turn {
  return { key: 't', segments };
}

function cutOf(fields: Partial<ToolSegment>): Partial<ToolSegment> {
  const { args, output, cut } = excerptTurn(turnWith(tool(fields))).segments[0] as ToolSegment;
  return { args, output, cut };
}

describe('the excerpt that a view gets', () => {
  it('is the turn itself where nothing is long', () => {
    const turn = turnWith(tool({ output: { a: [1, 2] } }), { kind: 'text', key: 'a', text: long });
    assert.equal(excerptTurn(turn), turn);
  });

  it('cuts results to their beginning, and says by how much', () => {
    assert.deepEqual(cutOf({ output: long }), { args: undefined, output: 'x'.repeat(4_000), cut: 6_000 });
    assert.deepEqual(cutOf({ output: { stdout: long, exitCode: 1 } }).output, {
      stdout: 'x'.repeat(4_000),
      exitCode: 1,
    });
    const rows = Array.from({ length: 2_000 }, (_, n) => ({ n }));
    const { output, cut = 0 } = cutOf({ output: rows });
    assert.equal(
      typeof output === 'string' && output.length + cut,
      JSON.stringify(rows, undefined, 2).length,
    );
  });

  it('leaves the arguments of a call whole that somebody may be asked about', () => {
    const args = { command: long, rows: [1] };
    assert.equal(cutOf({ args, status: 'awaiting_approval' }).args, args);
    assert.equal(cutOf({ args, status: 'pending' }).args, args);
    assert.deepEqual(cutOf({ args }), {
      args: { command: 'x'.repeat(4_000), rows: [1] },
      output: undefined,
      cut: 6_000,
    });
  });

  it('cuts thoughts, and what a subagent did and found', () => {
    const thought = { kind: 'thought', key: 'th', subject: 'S', description: long } as const;
    const agent = {
      kind: 'subagent',
      key: 's',
      agentName: 'a',
      items: [thought, tool({ output: long })],
      end: { reason: 'GOAL', result: long },
    } as const;
    const text = JSON.stringify(excerptTurn(turnWith(thought, agent)));
    assert.equal(text.match(/"cut":6000/g)?.length, 4);
    assert.ok(text.length < 17_000);
    assert.equal(
      JSON.stringify(excerptPatch({ op: 'item', turn: 't', key: 's', item: thought })).length < 5_000,
      true,
    );
  });

  it('of a turn with very many results has little but the newest', () => {
    const segments = Array.from({ length: 1_000 }, (_, n) => tool({ key: `x${n}`, output: long }));
    const excerpt = excerptTurn(turnWith(...segments));
    assert.ok(JSON.stringify(excerpt).length < 600_000);
    assert.deepEqual(
      [excerpt.segments[0], excerpt.segments.at(-1)].map((each) => each?.kind === 'tool' && each.cut),
      [9_800, 6_000],
    );
  });

  it('is completed part by part', () => {
    const item = tool({ key: 'i', output: long });
    const agent = { kind: 'subagent', key: 's', agentName: 'a', items: [item] } as const;
    const huge = tool({ output: 'y'.repeat(300_000) });
    const transcript = { turns: [turnWith(agent, huge)] };
    assert.deepEqual(openedPart(transcript, 't/s/i'), { op: 'item', turn: 't', key: 's', item, at: 0 });
    const opened = openedPart(transcript, 't/x');
    assert.ok(opened?.op === 'segment' && opened.segment.kind === 'tool');
    assert.equal(opened.segment.cut, 100_000);
    for (const key of ['t/none', 'none/x', 't/x/i', 't/s/none', ''])
      assert.equal(openedPart(transcript, key), undefined);
  });
});
