import assert from 'node:assert/strict';
import { partText } from '../../../src/core/session/part-text';
import type { Segment, ToolSegment } from '../../../src/core/session/transcript';

describe('the result of a part of a conversation', () => {
  const tool = (key: string, output: unknown): ToolSegment => ({
    kind: 'tool',
    key,
    toolName: `tool ${key}`,
    status: 'success',
    output,
  });
  const of = (output: unknown) =>
    partText({ turns: [{ key: 'turn:0', segments: [tool('tool:0', output)] }] }, 'turn:0/tool:0');

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
      items: [tool('tool:0', 'inside')],
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
