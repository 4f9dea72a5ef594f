import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { excerptPatch, openedPart } from '../../../src/core/session/excerpt';
import type { Patch } from '../../../src/core/session/patch';
import type { SubagentItem, SubagentSegment, Turn } from '../../../src/core/session/transcript';
import { TranscriptEditor } from '../../../src/core/session/transcript-editor';
import {
  earlierSteps,
  leftOut,
  newestTurns,
  patchWindow,
  withEarlierSteps,
  withoutOldestSteps,
  type TranscriptWindow,
} from '../../../src/core/session/transcript-window';

const item = (n: number, output?: string): SubagentItem => ({
  kind: 'tool',
  key: `tool:${n}`,
  toolName: 'read_file',
  status: 'success',
  output,
});
const items = (from: number, to: number, output?: string): readonly SubagentItem[] =>
  Array.from({ length: to - from }, (_, n) => item(from + n, output));
const agent = (fields: Partial<SubagentSegment> = {}): SubagentSegment => ({
  kind: 'subagent',
  key: 'agent:a:0',
  agentName: 'a',
  items: items(0, 1_000),
  ...fields,
});
const turnOf = (...segments: SubagentSegment[]): Turn => ({ key: 'turn:0', segments });
const agentIn = ({ turns }: TranscriptWindow): SubagentSegment => {
  const segment = turns[0]?.segments[0];
  assert.ok(segment?.kind === 'subagent');
  return segment;
};

describe('the window of a view on a subagent of very many items', () => {
  const all = { turns: [turnOf(agent())] };
  const opened = newestTurns(all);

  it('opens on the newest items, and goes back page by page to the first', () => {
    assert.deepEqual(agentIn(opened), agent({ items: items(900, 1_000), earlier: 900 }));
    const ask = { agent: 'agent:a:0' };
    let window = opened;
    for (let page; (page = earlierSteps(all, 'turn:0', leftOut(window), ask)) !== undefined;)
      window = withEarlierSteps(window, 'turn:0', leftOut(window), page, 'agent:a:0');
    assert.deepEqual(agentIn(window), agent({ earlier: 0 }));
    assert.equal(earlierSteps(all, 'turn:0', 900, { agent: 'gone' }), undefined);
    const page = { segments: items(0, 500), earlier: 0 };
    assert.equal(withEarlierSteps(opened, 'turn:0', 500, page, 'agent:a:0'), opened);
    assert.equal(withEarlierSteps(opened, 'turn:0', 900, page, 'gone'), opened);
  });

  it('is all of one that did not do that much', () => {
    const short = { turns: [turnOf(agent({ items: items(0, 200) }))] };
    assert.equal(agentIn(newestTurns(short)), short.turns[0]?.segments[0]);
  });

  it('is small however much the subagents read, and however many there are', () => {
    const many = Array.from({ length: 100 }, (_, n) =>
      agent({ key: `agent:a:${n}`, items: items(0, 300, 'x'.repeat(50_000)) }),
    );
    const posted = JSON.stringify(newestTurns({ turns: [turnOf(...many)] })).length;
    assert.ok(posted < 3_000_000, `${posted} characters`);
    const patch = openedPart({ turns: [turnOf(...many)] }, 'turn:0/agent:a:5');
    assert.ok(patch !== undefined && JSON.stringify(patch).length < 500_000);
  });

  it('lets go of the oldest as more come', () => {
    const grown = { turns: [turnOf(agent({ items: items(900, 1_110), earlier: 900 }))] };
    assert.deepEqual(
      agentIn(withoutOldestSteps(grown)),
      agent({ items: items(1_000, 1_110), earlier: 1_000 }),
    );
    assert.equal(withoutOldestSteps(opened), opened);
  });

  it('shows the end of what it did, whatever changes in it', () => {
    const n = fc.oneof(fc.integer({ min: 880, max: 920 }), fc.nat(1_100));
    const told = { op: 'item', turn: 'turn:0', key: 'agent:a:0' } as const;
    const change = fc.oneof(
      n.map((each): Patch => ({ ...told, item: item(each, 'new') })),
      fc.constant('told anew' as const),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const session = new TranscriptEditor(all);
        // Somebody has gone back as far as this.
        const page = earlierSteps(all, 'turn:0', 900, { agent: 'agent:a:0' });
        assert.ok(page);
        let window = withEarlierSteps(opened, 'turn:0', 900, page, 'agent:a:0');
        for (const each of changes) {
          const segment = agentIn(session);
          const patch: Patch = each === 'told anew' ? { op: 'segment', turn: 'turn:0', segment } : each;
          window = patchWindow(window, [excerptPatch(session.apply(patch))]);
        }
        const shown = agentIn(window);
        assert.equal(shown.earlier, 400);
        assert.deepEqual(shown.items, agentIn(session.transcript).items.slice(400));
      }),
    );
  });
});
