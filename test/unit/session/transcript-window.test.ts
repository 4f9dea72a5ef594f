import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Patch } from '../../../src/core/session/patch';
import { excerptPatch } from '../../../src/core/session/excerpt';
import type { Segment, ToolSegment, Transcript, Turn } from '../../../src/core/session/transcript';
import { TranscriptEditor } from '../../../src/core/session/transcript-editor';
import {
  earlierSteps,
  earlierTurns,
  leftOut,
  newestTurns,
  patchWindow,
  withEarlier,
  withEarlierSteps,
  withoutOldest,
  withoutOldestSteps,
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
    const key = fc.nat(24).map((n) => `turn:${n}`);
    const segment = fc.nat(9).map((n): Segment => ({ kind: 'thought', key: `thought:${n}`, subject: '' }));
    const change: fc.Arbitrary<Patch> = fc.oneof(
      fc.record({ op: fc.constant('text'), turn: key, key: fc.constant('a'), text: fc.string() }),
      fc.record({ op: fc.constant('end'), turn: key, end: fc.constant({ kind: 'completed' }) }),
      fc.record({ op: fc.constant('segment'), turn: key, segment }),
      fc.record({ op: fc.constant('removeSegment'), turn: key, key: segment.map((each) => each.key) }),
      fc.record({ op: fc.constant('removeTurn'), turn: key }),
      fc.record({ op: fc.constant('turn'), index: fc.nat(20), turn: fc.nat(24).map((n) => turn(n)) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const session = new TranscriptEditor(transcriptOf(15));
        let window = withoutOldest(session.transcript, 6);
        for (const each of changes) window = patchWindow(window, [session.apply(each)]);
        const { turns } = session.transcript;
        const { earlier = 0 } = window;
        assert.equal(earlier + window.turns.length, turns.length);
        assert.deepEqual(window.turns, turns.slice(earlier));
      }),
    );
  });
});

describe('the window of a view on a turn of very many steps', () => {
  const step = (n: number): ToolSegment => ({
    kind: 'tool',
    key: `tool:c${n}`,
    callId: `c${n}`,
    toolName: 'run',
    status: 'success',
  });
  const steps = (from: number, to: number): ToolSegment[] =>
    Array.from({ length: to - from }, (_, n) => step(from + n));
  const long = turn(0, { segments: steps(0, 1_000) });
  const opened = newestTurns({ turns: [long] });

  it('opens on the newest steps, and goes back page by page to the first', () => {
    assert.deepEqual(opened.turns, [{ ...long, segments: steps(900, 1_000), earlier: 900 }]);
    let window = opened;
    const pages: number[] = [];
    for (let page; (page = earlierSteps({ turns: [long] }, 'turn:0', leftOut(window))) !== undefined;) {
      pages.push(page.segments.length);
      window = withEarlierSteps(window, 'turn:0', leftOut(window), page);
    }
    assert.deepEqual(pages, [500, 400]);
    assert.deepEqual(window.turns, [{ ...long, earlier: 0 }]);
  });

  it('is all of a turn that is not that long', () => {
    const short = turn(0, { segments: steps(0, 200) });
    assert.equal(newestTurns({ turns: [short] }).turns[0], short);
  });

  it('never leaves out what waits for an answer', () => {
    const segments = long.segments.with(700, { ...step(700), status: 'awaiting_approval' });
    assert.equal(newestTurns({ turns: [{ ...long, segments }] }).turns[0]?.earlier, 700);
  });

  it('goes back at once to a step or a call that is asked for', () => {
    const all = { turns: [long, turn(1)] };
    assert.equal(earlierSteps(all, 'turn:0', 900, { step: 120 })?.earlier, 100);
    assert.equal(earlierSteps(all, 'turn:0', 900, { callId: 'c57' })?.earlier, 50);
    // A page is the least, and a call of another turn is not looked for here.
    assert.equal(earlierSteps(all, 'turn:0', 900, { callId: 'c800' })?.earlier, 400);
    assert.equal(earlierSteps(all, 'turn:0', 900, { callId: 'gone' }), undefined);
    for (const reach of [{ callId: 'c57' }, { turn: 'turn:0', step: 50 }])
      assert.equal(earlierTurns(all, 'turn:1', reach)?.turns[0]?.earlier, 50);
  });

  it('takes in no page that it did not ask for', () => {
    const page = { segments: steps(0, 500), earlier: 0 };
    assert.equal(withEarlierSteps(opened, 'turn:0', 500, page), opened);
    assert.equal(withEarlierSteps(opened, 'gone', 900, page), opened);
    for (const [key, before] of [
      ['gone', 9],
      ['turn:0', 0],
      ['turn:0', 1_001],
    ] as const)
      assert.equal(earlierSteps({ turns: [long] }, key, before), undefined);
  });

  it('lets go of the oldest as more come', () => {
    const grown = { turns: [{ ...long, segments: steps(900, 1_110), earlier: 900 }] };
    assert.deepEqual(withoutOldestSteps(grown).turns, [
      { ...long, segments: steps(1_000, 1_110), earlier: 1_000 },
    ]);
    assert.equal(withoutOldestSteps(opened), opened);
  });

  it('shows the end of the turn, whatever changes in it', () => {
    const n = fc.oneof(fc.integer({ min: 880, max: 920 }), fc.nat(1_100));
    const change: fc.Arbitrary<Patch> = fc.oneof(
      n.map((each): Patch => ({ op: 'segment', turn: 'turn:0', segment: { ...step(each), output: each } })),
      n.map((each): Patch => ({ op: 'removeSegment', turn: 'turn:0', key: `tool:c${each}` })),
      fc.constant({ op: 'end', turn: 'turn:0', end: { kind: 'completed' } }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const session = new TranscriptEditor({ turns: [long] });
        let window = opened;
        for (const each of changes) window = patchWindow(window, [excerptPatch(session.apply(each))]);
        const whole = session.transcript.turns[0];
        const shown = window.turns[0];
        assert.ok(whole && shown);
        assert.deepEqual(shown.segments, whole.segments.slice(shown.earlier));
        assert.equal(shown.end, whole.end);
      }),
    );
  });
});
