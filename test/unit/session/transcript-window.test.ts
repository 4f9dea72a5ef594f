import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Patch } from '../../../src/core/session/patch';
import type { Transcript, Turn } from '../../../src/core/session/transcript';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import {
  earlierTurns,
  newestTurns,
  patchWindow,
  withEarlier,
  withoutOldest,
  type TranscriptWindow,
} from '../../../src/core/session/transcript-window';

function turn(n: number, fields: Partial<Turn> = {}): Turn {
  return { key: `turn:${n}`, segments: [{ kind: 'text', key: 'a', text: `Answer ${n}` }], ...fields };
}

function transcriptOf(count: number): Transcript {
  return { turns: Array.from({ length: count }, (_, n) => turn(n)) };
}

const keys = (window: TranscriptWindow | undefined): string[] | undefined =>
  window?.turns.map(({ key }) => key);

describe('the window of a view on a conversation', () => {
  const all = transcriptOf(100);

  it('opens on the newest turns, and goes back page by page to the first', () => {
    let window = newestTurns(all);
    assert.deepEqual([window.turns.length, window.earlier], [6, 94]);
    for (let page; (page = earlierTurns(all, window.turns[0]?.key ?? '')) !== undefined;) {
      assert.ok(page.turns.length <= 30);
      window = withEarlier(window, window.turns[0]?.key ?? '', page);
    }
    assert.deepEqual(window, { turns: all.turns, earlier: 0 });
  });

  it('has fewer turns where they are long, and one however long it is', () => {
    const text = 'x'.repeat(300_000);
    const turns = Array.from({ length: 10 }, (_, n) =>
      turn(n, { segments: [{ kind: 'text', key: 'a', text }] }),
    );
    assert.deepEqual(keys(newestTurns({ turns })), ['turn:8', 'turn:9']);
    assert.deepEqual(keys(earlierTurns({ turns }, 'turn:8')), ['turn:6', 'turn:7']);
  });

  it('goes back at once to a turn or a call that is asked for', () => {
    const call = turn(3, {
      segments: [{ kind: 'tool', key: 'x', callId: 'c', toolName: 'r', status: 'success' }],
    });
    const turns = all.turns.with(3, call);
    for (const reach of [{ turn: 'turn:3' }, { callId: 'c' }])
      assert.deepEqual(keys(earlierTurns({ turns }, 'turn:90', reach))?.[0], 'turn:3');
    assert.equal(earlierTurns({ turns }, 'turn:90', { turn: 'gone' })?.turns.length, 30);
    assert.equal(earlierTurns({ turns }, 'gone'), undefined);
    assert.equal(earlierTurns({ turns }, 'turn:0'), undefined);
  });

  it('lets go of the oldest and can have them again', () => {
    const window = withoutOldest({ turns: all.turns }, 10);
    assert.deepEqual([window.turns.length, window.earlier], [10, 90]);
    assert.equal(withoutOldest(window, 10), window);
    assert.equal(earlierTurns(all, window.turns[0]?.key ?? '')?.earlier, 60);
  });

  it('shows the end of what the session has, whatever changes there', () => {
    const key = fc.nat(14).map((n) => `turn:${n}`);
    const change: fc.Arbitrary<Patch> = fc.oneof(
      fc.record({ op: fc.constant('text'), turn: key, key: fc.constant('a'), text: fc.string() }),
      fc.record({ op: fc.constant('end'), turn: key, end: fc.constant({ kind: 'completed' }) }),
      fc.nat(14).map((n): Patch => ({ op: 'turn', index: 0, turn: turn(n, { end: { kind: 'failed' } }) })),
    );
    // New turns come in behind the window's first.
    const insert = fc.tuple(fc.integer({ min: 9, max: 20 }), fc.integer({ min: 20, max: 40 }));
    fc.assert(
      fc.property(fc.array(fc.oneof(change, insert), { maxLength: 20 }), (changes) => {
        let whole = transcriptOf(15);
        let window = withoutOldest(whole, 6);
        for (const each of changes) {
          const patch: Patch = Array.isArray(each)
            ? { op: 'turn', index: Math.max(9, Math.min(each[0], whole.turns.length)), turn: turn(each[1]) }
            : each;
          whole = applyPatches(whole, [patch]);
          window = patchWindow(window, [patch]);
        }
        const start = whole.turns.findIndex((each) => each.key === window.turns[0]?.key);
        assert.deepEqual(window.turns, whole.turns.slice(start));
      }),
    );
  });
});
