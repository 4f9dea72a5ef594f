import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Posted } from '../../../src/core/protocol';
import { mergePatches } from '../../../src/core/session/merge-patches';
import type { Patch } from '../../../src/core/session/patch';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { emptyTranscript, type Transcript } from '../../../src/core/session/transcript';
import { TextPlace } from '../../../src/core/text-place';
import { PatchFeed, type FeedDeps } from '../../../src/host/chat/patch-feed';
import { ManualClock } from '../session/manual-clock';
import { composing } from '../webview/builders';

const start: Transcript = {
  turns: ['t1', 't2'].map((key) => ({
    key,
    segments: ['a', 'b'].map((segment) => ({ kind: 'text', key: segment, text: '' })),
  })),
};

const turn = fc.constantFrom('t1', 't2', 'missing');
const key = fc.constantFrom('a', 'b', 'c');
const anyPatch: fc.Arbitrary<Patch> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ op: fc.constant('text'), turn, key, text: fc.string() }) },
  fc.record({ op: fc.constant('removeSegment'), turn, key }),
  fc.record({
    op: fc.constant('segment'),
    turn,
    segment: fc.record({ kind: fc.constant('text'), key, text: fc.string() }),
  }),
  fc.record({ op: fc.constant('removeTurn'), turn }),
  fc.record({
    op: fc.constant('turn'),
    index: fc.nat(2),
    turn: fc.record({ key: turn, segments: fc.constant(start.turns[0]!.segments) }),
  }),
);

function text(words: string, segment = 'a', of = 't1'): Patch {
  return { op: 'text', turn: of, key: segment, text: words };
}

/** A view that is told things, and a frame that passes when the test says so. */
class Screen {
  readonly posted: Posted[] = [];
  transcript = start;
  private frames: (() => void)[] = [];
  readonly feed: PatchFeed;

  constructor(
    visible = true,
    now: () => number = () => 0,
    schedule: FeedDeps['schedule'] = (work) => {
      this.frames.push(work);
      return () => (this.frames = this.frames.filter((other) => other !== work));
    },
  ) {
    this.feed = new PatchFeed(
      {
        post: (message) => void this.posted.push(message),
        snapshot: () => composing({ transcript: this.transcript, connection: { kind: 'connected' } }),
        schedule,
        now,
      },
      visible,
    );
  }

  /** What the session does: its own copy first, then its listeners. */
  happen(...patches: Patch[]): void {
    this.transcript = applyPatches(this.transcript, patches);
    this.feed.push({ patches });
  }

  frame(): void {
    for (const work of this.frames.splice(0)) work();
  }

  types(): string[] {
    return this.posted.map((message) => (typeof message === 'string' ? 'text' : message.type));
  }

  /** The transcript of a view that did as it was told. */
  shown(): Transcript {
    const place = new TextPlace();
    return this.posted.reduce((shown, posted) => {
      const message = place.unpack(posted);
      assert.ok(message, 'A text came before it was said where it goes.');
      if (message.type === 'snapshot') return message.transcript;
      return message.type === 'changes' ? applyPatches(shown, message.patches) : shown;
    }, emptyTranscript);
  }
}

/** A visible screen whose time is that of `clock`. */
function screenBy(clock: ManualClock): Screen {
  return new Screen(
    true,
    () => clock.now(),
    (work, ms) => clock.after(ms, work),
  );
}

describe('merging patches', () => {
  it('joins a run of text for one segment and leaves the rest in order', () => {
    const end: Patch = { op: 'end', turn: 't1', end: { kind: 'completed' } };
    assert.deepEqual(mergePatches([text('Hel'), text('lo'), text('x', 'b'), text('!'), end, text('?')]), [
      text('Hello'),
      text('x', 'b'),
      text('!'),
      end,
      text('?'),
    ]);
  });

  it('changes nothing about the result', () => {
    fc.assert(
      fc.property(fc.array(anyPatch, { maxLength: 40 }), (patches) => {
        const merged = mergePatches(patches);
        assert.deepEqual(applyPatches(start, merged), applyPatches(start, patches));
        assert.ok(merged.length <= patches.length);
      }),
    );
  });
});

describe('patch feed', () => {
  it('says nothing before the view is ready, then everything at once', () => {
    const screen = new Screen();
    screen.happen(text('early'));
    screen.feed.tell({ type: 'composer', composer: { files: [], folders: [], sending: true } });
    screen.frame();
    assert.deepEqual(screen.types(), []);
    screen.feed.ready();
    assert.deepEqual(screen.types(), ['snapshot']);
    assert.deepEqual(screen.shown(), screen.transcript);
  });

  it('posts one message a frame', () => {
    const screen = new Screen();
    screen.feed.ready();
    screen.happen(text('a'));
    screen.happen(text('b'), text('c'));
    assert.deepEqual(screen.types(), ['snapshot']);
    screen.frame();
    assert.deepEqual(screen.posted.slice(1), [{ type: 'changes', patches: [text('abc')] }]);
    screen.frame();
    assert.equal(screen.posted.length, 2);
  });

  it('posts at once what comes after a quiet frame, and together what comes within one', () => {
    const clock = new ManualClock();
    const screen = screenBy(clock);
    screen.feed.ready();
    const at: number[] = [];
    for (let ms = 0; ms < 100; ms += 1) {
      if (ms < 40 || ms === 80) screen.happen(text('x'));
      const before = screen.posted.length;
      clock.advance(0);
      if (screen.posted.length > before) at.push(ms);
      clock.advance(1);
      if (screen.posted.length > before && at.at(-1) !== ms) at.push(ms + 1);
    }
    assert.deepEqual(at, [0, 17, 34, 50, 80]);
    assert.deepEqual(screen.shown(), screen.transcript);
  });

  it('posts just before the frames of the view', () => {
    const frame = 1000 / 60;
    const clock = new ManualClock();
    const screen = screenBy(clock);
    screen.feed.ready();
    let waits: number[] = [];
    for (let ms = 0; ms < 1000; ms += 1) {
      screen.happen(text('x'));
      const before = screen.posted.length;
      clock.advance(1);
      if (screen.posted.length > before) waits.push(frame - (clock.now() % frame));
      if (ms < 500 ? waits.length < 8 : ms > 500) continue;
      screen.feed.waited(waits);
      waits = [];
    }
    assert.ok(waits.length >= 29 && waits.length <= 32, `There were ${waits.length} posts in half a second.`);
    assert.ok(Math.max(...waits) < 4, `They waited ${waits.map((wait) => wait.toFixed(1)).join(' ')} ms.`);
    clock.advance(2 * frame);
    assert.deepEqual(screen.shown(), screen.transcript);
  });

  it('posts nothing but the text while one text grows', () => {
    const screen = new Screen();
    screen.feed.ready();
    const steps: Patch[] = [
      ...[text('a'), text('b'), text('c')],
      ...[text('in another', 'b'), text(', again', 'b'), text('back')],
      { op: 'removeSegment', turn: 't2', key: 'a' },
      text('still there'),
    ];
    for (const patch of steps) {
      screen.happen(patch);
      screen.frame();
      screen.frame();
    }
    const expected = ['changes', 'text', 'text', 'changes', 'text', 'changes', 'changes', 'text'];
    assert.deepEqual(screen.types().slice(1), expected);
    assert.deepEqual(screen.shown(), screen.transcript);
    screen.feed.restart();
    screen.happen(text('named again'));
    screen.frame();
    assert.deepEqual(screen.types().slice(-2), ['snapshot', 'changes']);
    assert.deepEqual(screen.shown(), screen.transcript);
  });

  it('tells the last head and connection of a frame', () => {
    const screen = new Screen();
    screen.feed.ready();
    screen.feed.push({ patches: [], connection: { kind: 'connecting' } });
    screen.feed.push({ patches: [], head: { id: 't', title: 'T', status: 'running' } });
    screen.feed.push({ patches: [], connection: { kind: 'connected' } });
    screen.frame();
    assert.deepEqual(screen.posted[1], {
      type: 'changes',
      patches: [],
      head: { id: 't', title: 'T', status: 'running' },
      connection: { kind: 'connected' },
    });
  });

  it('tells a hidden view nothing, and all of it when it is shown again', () => {
    const screen = new Screen();
    screen.feed.ready();
    screen.happen(text('before'));
    screen.feed.setVisible(false);
    screen.frame();
    screen.happen(text(' hidden'));
    screen.frame();
    assert.deepEqual(screen.types(), ['snapshot']);
    screen.feed.setVisible(true);
    assert.deepEqual(screen.types(), ['snapshot', 'snapshot']);
    assert.deepEqual(screen.shown(), screen.transcript);
  });

  it('keeps what happens once for a view that cannot take it, but no draft that was sent', () => {
    const screen = new Screen();
    screen.feed.deliver({ type: 'draft', text: 'do it' });
    screen.feed.deliver({ type: 'focusComposer' });
    screen.feed.deliver({ type: 'sent' });
    screen.feed.ready();
    assert.deepEqual(screen.types(), ['snapshot', 'focusComposer', 'sent']);
    screen.feed.deliver({ type: 'reveal', callId: 'c' });
    assert.equal(screen.types().at(-1), 'reveal');
    screen.feed.restart();
    assert.equal(screen.types().at(-1), 'snapshot');
  });

  it('keeps the order of changes and what follows them', () => {
    const screen = new Screen();
    screen.feed.ready();
    screen.happen(text('asks'));
    screen.feed.deliver({ type: 'reveal', callId: 'c' });
    assert.deepEqual(screen.types(), ['snapshot', 'changes', 'reveal']);
    screen.frame();
    assert.equal(screen.posted.length, 3);
  });

  it('shows what the session has, however it is hidden and shown', () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: anyPatch },
      fc.constantFrom('show', 'hide', 'ready', 'frame'),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const screen = new Screen();
        for (const each of steps) {
          if (typeof each !== 'string') screen.happen(each);
          else if (each === 'ready') screen.feed.ready();
          else if (each === 'frame') screen.frame();
          else screen.feed.setVisible(each === 'show');
        }
        screen.feed.setVisible(true);
        screen.feed.ready();
        screen.frame();
        assert.deepEqual(screen.shown(), screen.transcript);
      }),
    );
  });

  it('is silent after its end', () => {
    const screen = new Screen();
    screen.feed.ready();
    screen.happen(text('a'));
    screen.feed.dispose();
    screen.frame();
    screen.happen(text('b'));
    screen.feed.setVisible(false);
    screen.feed.setVisible(true);
    assert.deepEqual(screen.types(), ['snapshot']);
  });
});
