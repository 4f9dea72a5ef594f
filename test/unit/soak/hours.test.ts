import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { SigmicError, type StreamEvent, type Task } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { SessionApi } from '../../../src/core/session/task-session';
import { PatchFeed } from '../../../src/host/chat/patch-feed';
import { content, historyDone, question, thought, tool } from '../session/events';
import { ManualClock } from '../session/manual-clock';
import { settle } from '../session/rig';
import { silentLog } from '../session/watch';

const SESSIONS = 8;
const VIEWS = 3;
const HOURS = 4;

const told: readonly StreamEvent[] = [
  question('m1', 'Work for hours'),
  historyDone(true),
  thought('Working'),
  content('At work. '),
  tool('c1', 'executing'),
];

/** Connections that tell everything, then live for 20 to 60 s and are lost; every tenth says nothing at all until it is given up. */
function droppingApi(clock: ManualClock, signals: Set<AbortSignal>): SessionApi {
  let connections = 0;
  const task: Task = { id: 't', status: 'running', message: 'Work for hours', pendingApprovals: [] };
  const note = (signal: AbortSignal | undefined): void => {
    if (signal !== undefined) signals.add(signal);
  };

  async function* stream(signal: AbortSignal, alive: () => void): AsyncGenerator<StreamEvent> {
    const nth = connections++;
    const silent = nth % 10 === 9;
    const lost = new Promise<never>((_, reject) => {
      const kind = silent ? 'silence' : 'network';
      const lose = (): void => reject(new SigmicError(kind, 'lost', { code: 'LOST', retryable: true }));
      const takeBack = clock.after(silent ? 45_000 : 20_000 + ((nth * 7919) % 40_000), () => {
        signal.removeEventListener('abort', cancel);
        lose();
      });
      const cancel = (): void => {
        takeBack();
        reject(new SigmicError('cancelled', 'cancelled'));
      };
      signal.addEventListener('abort', cancel, { once: true });
    });
    if (!silent) {
      alive();
      yield* told;
    }
    await lost;
  }

  return {
    clockAhead: () => 0,
    openStream: (_id, options) => {
      const { signal = new AbortController().signal, onAlive = () => undefined } = options ?? {};
      note(signal);
      return stream(signal, onAlive);
    },
    getTask: (_id, options) => {
      note(options?.signal);
      return Promise.resolve(task);
    },
    getHistory: (_id, options) => {
      note(options?.signal);
      return Promise.resolve({ taskId: 't', messages: [] });
    },
    sendMessage: () => Promise.resolve(),
    answerTool: () => Promise.resolve(true),
    cancelTask: () => Promise.resolve('stopped'),
  };
}

describe('hours of lost connections', () => {
  it('leave no timer, no listener, no session and no text more than the first hour', async () => {
    const clock = new ManualClock();
    const signals = new Set<AbortSignal>();
    const registry = new SessionRegistry({
      client: droppingApi(clock, signals),
      log: silentLog,
      clock,
      random: () => 0.5,
    });
    let posts = 0;
    const views = Array.from({ length: SESSIONS }, (_, n) => {
      const { session } = registry.acquire(`t${n}`);
      if (n >= VIEWS) return undefined;
      const feed = new PatchFeed(
        {
          post: () => (posts += 1),
          snapshot: () => ({ type: 'changes', patches: [] }),
          schedule: (work, ms) => clock.after(ms, work),
          now: () => clock.now(),
        },
        true,
      );
      feed.ready();
      session.onUpdate((update) => feed.push(update));
      return feed;
    });

    const listeners = (): number =>
      [...signals].reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0);
    const alive: { timers: number; listeners: number; sessions: number; bytes: number }[] = [];
    for (let hour = 0; hour < HOURS; hour += 1) {
      let timers = 0;
      let heard = 0;
      for (let second = 0; second < 3_600; second += 1) {
        clock.advance(1_000);
        await settle();
        timers = Math.max(timers, clock.pending);
        if (second % 60 === 0) heard = Math.max(heard, listeners());
        // Those that were given up or are over have nobody left: only what still listens is worth a look.
        if (second % 600 === 0)
          for (const signal of signals)
            if (getEventListeners(signal, 'abort').length === 0) signals.delete(signal);
      }
      const bytes = JSON.stringify(registry.all.map(({ transcript }) => transcript)).length;
      alive.push({ timers, listeners: heard, sessions: registry.all.length, bytes });
    }

    const [first] = alive;
    assert.ok(first);
    for (const later of alive.slice(1)) {
      assert.equal(later.sessions, SESSIONS);
      assert.equal(later.bytes, first.bytes);
      assert.ok(later.timers <= first.timers + 2, JSON.stringify(alive));
      assert.ok(later.listeners <= first.listeners + 2, JSON.stringify(alive));
    }
    // A stream, its pulse, a wait or a look for each session, and a frame for each view.
    assert.ok(first.timers <= SESSIONS * 3 + VIEWS, JSON.stringify(alive));
    assert.ok(posts > HOURS * 60, String(posts));

    for (const view of views) view?.dispose();
    registry.dispose();
    await settle();
    assert.equal(clock.pending, 0);
    assert.equal(listeners(), 0);
    assert.equal(registry.all.length, 0);
  }).timeout(60_000);
});
