import assert from 'node:assert/strict';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { reduce, type LiveEvent } from '../../../src/core/session/reducer';
import type { Turn } from '../../../src/core/session/transcript';
import { content, done, result, tool } from './events';

function turnAfter(...events: unknown[]): Turn {
  return (events as LiveEvent[]).reduce<Turn>(
    (turn, event) => applyPatches({ turns: [turn] }, reduce(turn, event)).turns[0] ?? turn,
    { key: 'k', segments: [] },
  );
}

const shown = (...events: unknown[]) =>
  turnAfter(...events).segments.map((segment) => (segment.kind === 'text' ? segment.text : segment.kind));

const call = [tool('c', 'executing'), result('c', 'success', 'ok')];

describe('the final response (rule 3)', () => {
  it('is the text when there is none', () => {
    assert.deepEqual(shown(done('4')), ['4']);
    assert.deepEqual(shown(...call, done('4')), ['tool', '4']);
  });

  it('changes nothing when it is all of the text, white space folded', () => {
    assert.deepEqual(shown(content('2+2 '), content('equals\n4.'), done('2+2 equals 4. ')), [
      '2+2 equals\n4.',
    ]);
    assert.deepEqual(shown(content('A '), ...call, content('B'), done('A\n\nB')), ['A ', 'tool', 'B']);
  });

  it('changes nothing when it is the text after the last tool', () => {
    assert.deepEqual(shown(content('A'), ...call, content('B'), done('B')), ['A', 'tool', 'B']);
  });

  it('is kept once when a closing event repeated it', () => {
    assert.deepEqual(shown(content('Four.'), content('Four.'), done('Four.')), ['Four.']);
    assert.deepEqual(shown(content('A'), ...call, content('B'), content('B'), done('B')), ['A', 'tool', 'B']);
  });

  it('is kept once when a closing event repeated everything', () => {
    assert.deepEqual(shown(content('A'), ...call, content('B'), content('AB'), done('AB')), [
      'A',
      'tool',
      'B',
    ]);
    assert.deepEqual(shown(content('A'), ...call, content('B'), content('AB'), done('B')), [
      'A',
      'tool',
      'B',
    ]);
  });

  it('replaces the text after the last tool when it is worded differently', () => {
    assert.deepEqual(shown(content('A'), ...call, content('B'), done('B, really')), [
      'A',
      'tool',
      'B, really',
    ]);
    assert.deepEqual(shown(content('A'), ...call, content('B1'), done('Other')), ['A', 'tool', 'Other']);
  });

  it('does not say twice what was said before the last tool', () => {
    assert.deepEqual(shown(content('A. '), ...call, content('B'), done('A. C')), ['A. ', 'tool', 'C']);
  });

  it('changes nothing when it is empty', () => {
    assert.deepEqual(shown(content('A'), done('')), ['A']);
  });
});
