import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  emptyOutbox,
  MOST_QUEUED,
  nextStep,
  type Outbox,
  type Pause,
  type QueuedMessage,
  type Readiness,
} from '../../../src/core/session/outbox';
import { reduceOutbox, type OutboxEvent } from '../../../src/core/session/reduce-outbox';

const message = (id: string): QueuedMessage => ({ id, text: `Say ${id}`, files: [] });
const by = (life: string) => ({ life, pid: 1, at: 1000 });
const error: Pause = { kind: 'error', message: 'Could not send' };
const doubt: Pause = { kind: 'doubt', message: 'May have arrived' };

function after(...events: OutboxEvent[]): Outbox {
  return events.reduce(reduceOutbox, emptyOutbox);
}
const add = (id: string): OutboxEvent => ({ type: 'add', message: message(id) });
const claim = (id: string, life = 'w', sends = 0): OutboxEvent => ({
  type: 'claim',
  id,
  by: by(life),
  known: 0,
  sends,
});
const ids = (outbox: Outbox): string[] => outbox.messages.map(({ id }) => id);

describe('an outbox', () => {
  it('keeps the order, and moves and removes by request', () => {
    const three = after(add('a'), add('b'), add('c'));
    assert.deepEqual(ids(three), ['a', 'b', 'c']);
    const moved = reduceOutbox(three, { type: 'move', id: 'c', by: -1 });
    assert.deepEqual(ids(moved), ['a', 'c', 'b']);
    assert.equal(reduceOutbox(three, { type: 'move', id: 'a', by: -1 }), three);
    assert.equal(reduceOutbox(three, { type: 'move', id: 'c', by: 1 }), three);
    assert.deepEqual(ids(reduceOutbox(moved, { type: 'remove', id: 'c' })), ['a', 'b']);
    assert.equal(reduceOutbox(three, { type: 'remove', id: 'x' }), three);
    assert.equal(reduceOutbox(three, add('b')), three);
  });

  it('takes no endless number of messages', () => {
    const full = after(...Array.from({ length: MOST_QUEUED }, (_, n) => add(`m${n}`)));
    assert.equal(reduceOutbox(full, add('more')), full);
  });

  it('lets one window take the first message, which then stays where it is', () => {
    const claimed = after(add('a'), add('b'), claim('a'));
    for (const event of [
      claim('a', 'other'),
      claim('b', 'other'),
      { type: 'remove', id: 'a' },
      { type: 'move', id: 'a', by: 1 },
      { type: 'move', id: 'b', by: -1 },
      { type: 'sent', id: 'a', life: 'other' },
      { type: 'failed', id: 'a', life: 'other', doubtful: false, pause: error },
      { type: 'found', id: 'a' },
    ] satisfies OutboxEvent[])
      assert.equal(reduceOutbox(claimed, event), claimed, event.type);
    const sent = reduceOutbox(claimed, { type: 'sent', id: 'a', life: 'w' });
    assert.deepEqual(sent, { messages: [message('b')], sends: 1 });
  });

  it('gives nothing to a window that has not seen the last message leave', () => {
    const sent = after(add('a'), add('b'), claim('a'), { type: 'sent', id: 'a', life: 'w' });
    assert.equal(reduceOutbox(sent, claim('b', 'late', 0)), sent);
    assert.notEqual(reduceOutbox(sent, claim('b', 'w', 1)), sent);
  });

  it('pauses with a failure, and remembers how a doubtful message was sent first', () => {
    const failed = after(add('a'), claim('a'), {
      type: 'failed',
      id: 'a',
      life: 'w',
      doubtful: false,
      pause: error,
    });
    assert.deepEqual(failed, { messages: [message('a')], sends: 0, pause: error });
    assert.equal(reduceOutbox(failed, claim('a')), failed);
    const doubtful = after(add('a'), claim('a'), {
      type: 'failed',
      id: 'a',
      life: 'w',
      doubtful: true,
      pause: doubt,
    });
    const again = [
      { type: 'resume', release: false },
      { type: 'claim', id: 'a', by: { ...by('v'), at: 9000 }, known: 7, sends: 1 },
    ] satisfies OutboxEvent[];
    const resent = again.reduce<Outbox>(reduceOutbox, doubtful);
    assert.deepEqual(resent.messages[0]?.attempt, {
      sentAt: 1000,
      known: 0,
      again: true,
      by: { ...by('v'), at: 9000 },
    });
    const refused = reduceOutbox(resent, {
      type: 'failed',
      id: 'a',
      life: 'v',
      doubtful: false,
      pause: error,
    });
    assert.deepEqual(refused.messages[0]?.attempt, { sentAt: 1000, known: 0 }, 'the first may have arrived');
    assert.deepEqual(reduceOutbox(refused, { type: 'found', id: 'a' }), { messages: [], sends: 2 });
  });

  it('goes on by itself when a doubtful message is found, but not after another failure', () => {
    const fate = { type: 'failed', id: 'a', life: 'w', doubtful: true } as const;
    const found = after(
      add('a'),
      add('b'),
      claim('a'),
      { ...fate, pause: doubt },
      { type: 'found', id: 'a' },
    );
    assert.deepEqual(found, { messages: [message('b')], sends: 2 });
    const paused = after(
      add('a'),
      add('b'),
      claim('a'),
      { ...fate, pause: error },
      { type: 'found', id: 'a' },
    );
    assert.deepEqual(paused.pause, error);
  });

  it('has no pause when nothing waits', () => {
    const paused = after(add('a'), { type: 'pause', pause: error });
    assert.equal(reduceOutbox(paused, { type: 'pause', pause: doubt }), paused, 'the first reason stays');
    assert.deepEqual(reduceOutbox(paused, { type: 'remove', id: 'a' }), emptyOutbox);
    assert.equal(reduceOutbox(emptyOutbox, { type: 'pause', pause: error }), emptyOutbox);
  });

  it('is sent when the task is ready, and pauses when a turn did not end well', () => {
    const one = after(add('a'));
    const steps = (outbox: Outbox) =>
      (['ready', 'failed', 'cancelled', 'busy', 'unknown'] as const).map((how) => nextStep(outbox, how));
    assert.deepEqual(steps(one), ['send', 'pause', 'pause', 'wait', 'wait']);
    const paused = reduceOutbox(one, { type: 'pause', pause: error });
    for (const outbox of [emptyOutbox, paused, after(add('a'), claim('a'))])
      assert.deepEqual(new Set(steps(outbox)), new Set(['wait']));
    const released = reduceOutbox(paused, { type: 'resume', release: true });
    assert.deepEqual(steps(released), ['send', 'send', 'send', 'wait', 'wait']);
    const next = [claim('a'), { type: 'sent', id: 'a', life: 'w' }, add('b')] as const;
    assert.deepEqual(
      steps(next.reduce<Outbox>(reduceOutbox, reduceOutbox(released, add('c'))))[1],
      'pause',
      'it was said for one message',
    );
  });
});

/** Windows that are opened and killed, a server that loses answers, a person who meddles: whatever the order of it all. */
class World {
  outbox = emptyOutbox;
  readonly added: string[] = [];
  readonly removed: string[] = [];
  readonly accepted: string[] = [];
  moved = false;
  private busy = false;
  private end: 'ready' | 'failed' | 'cancelled' = 'ready';
  private lives = 0;
  private windows = [this.open(), this.open()];

  private open() {
    return {
      life: `life ${this.lives++}`,
      /** As it last read it. */
      outbox: emptyOutbox,
      seen: undefined as number | undefined,
      rest: 'unknown' as Readiness,
      sending: undefined as { id: string; again: boolean; arrived?: boolean } | undefined,
    };
  }

  private put(event: OutboxEvent): boolean {
    const before = this.outbox;
    this.outbox = reduceOutbox(before, event);
    return this.outbox !== before;
  }

  run(command: string, n: number): void {
    const window = this.windows[n % 2]!;
    const chosen = this.outbox.messages[n % Math.max(1, this.outbox.messages.length)];
    switch (command) {
      case 'add': {
        const id = `m${this.added.length}`;
        if (this.put({ type: 'add', message: message(id) })) this.added.push(id);
        return;
      }
      case 'remove':
        if (chosen && this.put({ type: 'remove', id: chosen.id })) this.removed.push(chosen.id);
        return;
      case 'move':
        if (chosen)
          this.moved = this.put({ type: 'move', id: chosen.id, by: n % 2 === 0 ? 1 : -1 }) || this.moved;
        return;
      case 'resume':
        this.put({ type: 'resume', release: !this.busy && this.end !== 'ready' });
        return;
      case 'turn ends':
        this.busy = false;
        this.end = n % 5 === 0 ? 'failed' : n % 7 === 0 ? 'cancelled' : 'ready';
        return;
      case 'observe':
        // Its session comes to rest, having asked the server after it learnt what has left.
        window.outbox = this.outbox;
        window.seen = this.outbox.sends;
        window.rest = this.busy ? 'busy' : this.end;
        return;
      case 'read':
        window.outbox = this.outbox;
        return;
      case 'look': {
        this.look(window, n);
        return;
      }
      case 'post': {
        this.post(window, n);
        return;
      }
      case 'finish': {
        this.finish(window, n);
        return;
      }
      case 'kill':
        this.windows[n % 2] = this.open();
    }
  }

  /** What a window does by what it last read, which others may have changed since. */
  private look(window: (typeof this.windows)[number], n: number): void {
    if (window.sending !== undefined) return;
    const { messages, sends } = window.outbox;
    const gone = messages.find(({ attempt }) => attempt?.by && !this.isAlive(attempt.by.life));
    if (gone?.attempt?.by)
      this.put({ type: 'failed', id: gone.id, life: gone.attempt.by.life, doubtful: true, pause: doubt });
    const doubtful = messages.find(({ attempt }) => attempt && !attempt.by);
    if (doubtful && n % 3 === 0 && this.accepted.includes(doubtful.id))
      this.put({ type: 'found', id: doubtful.id });
    const readiness = window.seen !== sends ? 'unknown' : window.rest;
    const step = nextStep(window.outbox, readiness);
    if (step === 'pause') this.put({ type: 'pause', pause: error });
    const [first] = messages;
    if (step !== 'send' || first === undefined) return;
    if (this.put({ type: 'claim', id: first.id, by: by(window.life), known: 0, sends: window.seen ?? -1 }))
      window.sending = { id: first.id, again: this.outbox.messages[0]?.attempt?.again === true };
  }

  private post({ sending }: (typeof this.windows)[number], n: number): void {
    if (sending === undefined || sending.arrived !== undefined) return;
    // It cannot be told whether it arrived: then it is not sent.
    if (sending.again && n % 5 === 0) {
      sending.arrived = false;
      return;
    }
    const found = sending.again && this.accepted.includes(sending.id);
    sending.arrived = found || n % 4 !== 0;
    if (found || !sending.arrived) return;
    assert.equal(this.busy, false, 'sent to a busy task');
    this.busy = true;
    this.accepted.push(sending.id);
  }

  private finish(window: (typeof this.windows)[number], n: number): void {
    const { sending, life } = window;
    if (sending?.arrived === undefined) return;
    window.sending = undefined;
    const { id, arrived } = sending;
    if (arrived && n % 3 !== 0) {
      this.put({ type: 'sent', id, life });
      window.rest = 'busy';
    } else this.put({ type: 'failed', id, life, doubtful: arrived, pause: arrived ? doubt : error });
  }

  private isAlive(life: string): boolean {
    return this.windows.some((window) => window.life === life);
  }
}

describe('outboxes of several windows', () => {
  const often = (times: number, name: string) => ({ weight: times, arbitrary: fc.constant(name) });
  const command = fc.oneof(
    ...[
      often(3, 'add'),
      often(5, 'look'),
      often(5, 'post'),
      often(5, 'finish'),
      often(3, 'observe'),
      often(2, 'read'),
    ],
    ...[often(4, 'turn ends'), often(2, 'resume'), often(1, 'kill'), often(1, 'move'), often(1, 'remove')],
  );
  const commands = fc.array(fc.tuple(command, fc.nat(1000)), { minLength: 100, maxLength: 150, size: 'max' });

  it('send each message at most once, in order, and lose none', () => {
    fc.assert(
      fc.property(commands, (sequence) => {
        const world = new World();
        for (const [name, n] of sequence) {
          world.run(name, n);
          const claims = world.outbox.messages.filter(({ attempt }) => attempt?.by);
          assert.ok(claims.length <= 1);
        }
        const { accepted, added, removed, outbox } = world;
        assert.equal(new Set(accepted).size, accepted.length, 'twice');
        const known = new Set([...accepted, ...removed, ...ids(outbox)]);
        assert.deepEqual(
          added.filter((id) => !known.has(id)),
          [],
          'lost',
        );
        const inOrder = added.filter((id) => accepted.includes(id));
        if (!world.moved) assert.deepEqual(accepted, inOrder);
      }),
      { numRuns: 5000 },
    );
  });

  it('send everything in the end when windows look and turns end well', () => {
    const world = new World();
    for (let n = 0; n < 5; n++) world.run('add', n);
    for (let n = 0; n < 30; n++) {
      // The numbers decide what goes wrong: 1 is a turn that ends well and an answer that arrives.
      for (const name of ['turn ends', 'observe', 'look', 'post', 'finish']) world.run(name, 1);
    }
    assert.deepEqual(world.accepted, ['m0', 'm1', 'm2', 'm3', 'm4']);
    assert.deepEqual(ids(world.outbox), []);
  });
});
