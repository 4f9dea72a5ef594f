import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Patch } from '../../../src/core/session/patch';
import type { Segment, Transcript } from '../../../src/core/session/transcript';
import { TranscriptEditor } from '../../../src/core/session/transcript-editor';

const keys = fc.constantFrom('a', 'b', 'c', 'missing');
const turns = fc.constantFrom('t1', 't2', 't3');
const thought = fc.record({ kind: fc.constant('thought' as const), key: keys, subject: fc.string() });
const segment: fc.Arbitrary<Segment> = fc.oneof(
  fc.record({ kind: fc.constant('text'), key: keys, text: fc.string() }),
  thought,
  fc.record({
    kind: fc.constant('subagent'),
    key: keys,
    agentName: fc.string(),
    items: fc.uniqueArray(thought, { selector: ({ key }) => key }),
  }),
);
const segments = fc.uniqueArray(segment, { selector: ({ key }) => key });
const anyPatch: fc.Arbitrary<Patch> = fc.oneof(
  fc.record({
    op: fc.constant('turn'),
    index: fc.nat(3),
    turn: fc.record({ key: turns, segments }),
  }),
  fc.record({ op: fc.constant('removeTurn'), turn: turns }),
  { weight: 4, arbitrary: fc.record({ op: fc.constant('segment'), turn: turns, segment }) },
  { weight: 4, arbitrary: fc.record({ op: fc.constant('text'), turn: turns, key: keys, text: fc.string() }) },
  fc.record({ op: fc.constant('removeSegment'), turn: turns, key: keys }),
  fc.record({ op: fc.constant('item'), turn: turns, key: keys, item: thought }),
  fc.record({ op: fc.constant('end'), turn: turns, end: fc.constant({ kind: 'completed' as const }) }),
);

const start: Transcript = {
  turns: ['t1', 't2'].map((key) => ({ key, segments: [{ kind: 'text', key: 'a', text: '' }] })),
};

describe('a transcript that is being changed', () => {
  const step = fc.record({ patch: anyPatch, look: fc.boolean() });

  it('is the same however often it is handed out, and what was handed out never changes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const editor = new TranscriptEditor(start);
        let oneByOne = start;
        const handedOut: { transcript: Transcript; then: string }[] = [];
        for (const { patch, look } of steps) {
          editor.apply(patch);
          const other = new TranscriptEditor(oneByOne);
          other.apply(patch);
          oneByOne = other.transcript;
          assert.deepEqual(editor.turns, oneByOne.turns);
          if (!look) continue;
          const { transcript } = editor;
          assert.equal(editor.transcript, transcript);
          handedOut.push({ transcript, then: JSON.stringify(transcript) });
        }
        assert.deepEqual(editor.transcript, oneByOne);
        for (const { transcript, then } of handedOut) assert.equal(JSON.stringify(transcript), then);
      }),
    );
  });

  it('keeps the identity of what a patch does not change', () => {
    const editor = new TranscriptEditor(start);
    editor.apply({ op: 'text', turn: 't2', key: 'a', text: 'x' });
    const [first, second] = editor.transcript.turns;
    assert.equal(first, start.turns[0]);
    assert.notEqual(second, start.turns[1]);
    editor.apply({ op: 'text', turn: 't2', key: 'missing', text: 'x' });
    editor.apply({ op: 'end', turn: 'missing', end: undefined });
    assert.equal(editor.transcript.turns[1], second);
  });
});
