import assert from 'node:assert/strict';
import { partText } from '../../../src/core/session/part-text';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { reduce, type LiveEvent } from '../../../src/core/session/reducer';
import type { Segment, ToolSegment, Turn } from '../../../src/core/session/transcript';
import { result, tool } from './events';

describe('the result of a part of a conversation', () => {
  const card = (key: string, output: unknown): ToolSegment => ({
    kind: 'tool',
    key,
    toolName: `tool ${key}`,
    status: 'success',
    output,
  });
  const of = (output: unknown) =>
    partText({ turns: [{ key: 'turn:0', segments: [card('tool:0', output)] }] }, 'turn:0/tool:0');

  it('is text in the language that it looks like', () => {
    const patch = '--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n';
    for (const [output, text, extension] of [
      ['plain', 'plain', 'txt'],
      ['{"a": 1}', '{"a": 1}', 'json'],
      ['{not json', '{not json', 'txt'],
      [patch, patch, 'diff'],
      [{ output: 'alone' }, 'alone', 'txt'],
      [{ a: 'x', b: 'y' }, '{\n  "a": "x",\n  "b": "y"\n}', 'json'],
      [[1], '[\n  1\n]', 'json'],
      [0, '0', 'json'],
      ['', '', 'txt'],
    ] as const)
      assert.deepEqual(of(output), { name: 'tool tool:0', text, extension });
  });

  it('is found within a subagent, and of the subagent itself', () => {
    const agent: Segment = {
      kind: 'subagent',
      key: 'subagent:0',
      agentName: 'judge',
      items: [card('tool:0', 'inside')],
      end: { reason: 'GOAL', result: '# Verdict' },
    };
    const transcript = { turns: [{ key: 'turn:0', segments: [agent] }] };
    assert.equal(partText(transcript, 'turn:0/subagent:0/tool:0')?.text, 'inside');
    assert.deepEqual(partText(transcript, 'turn:0/subagent:0'), {
      name: 'judge',
      text: '# Verdict',
      extension: 'md',
    });
  });

  it('is found whatever the server calls its call or subagent', () => {
    const events = [
      tool('a/b', 'success'),
      result('a/b', 'success', 'of the call'),
      tool('a%2Fb', 'success'),
      result('a%2Fb', 'success', 'of another'),
      { type: 'subagent_start', data: { agentName: 'x/y' } } as const,
      {
        type: 'subagent_end',
        data: { agentName: 'x/y', terminateReason: 'GOAL', result: 'of the agent' },
      } as const,
    ] as LiveEvent[];
    const turn = events.reduce<Turn>(
      (before, event) => applyPatches({ turns: [before] }, reduce(before, event)).turns[0] ?? before,
      { key: 'turn:0', segments: [] },
    );
    assert.deepEqual(
      turn.segments.map(({ key }) => partText({ turns: [turn] }, `turn:0/${key}`)?.text),
      ['of the call', 'of another', 'of the agent'],
    );
  });

  it('may be a text of the agent', () => {
    const segments = [{ kind: 'text', key: 'text:0', text: '# x' }] as const;
    assert.deepEqual(partText({ turns: [{ key: 'turn:0', segments }] }, 'turn:0/text:0'), {
      name: 'Answer',
      text: '# x',
      extension: 'md',
    });
  });

  it('is nothing where there is none', () => {
    for (const output of [undefined, null]) assert.equal(of(output), undefined);
    const transcript = {
      turns: [{ key: 'turn:0', segments: [{ kind: 'error', key: 'error:0', message: 'x' } as const] }],
    };
    for (const key of ['', 'turn:0', 'turn:0/error:0', 'turn:0/error:0/x', 'turn:1/tool:0', 'turn:0/tool:9'])
      assert.equal(partText(transcript, key), undefined, key);
  });
});
