import assert from 'node:assert/strict';
import { SigmicError, type StreamEvent, type Task } from '../../src/core/api';
import { SessionRegistry } from '../../src/core/session/session-registry';
import type { SessionApi } from '../../src/core/session/task-session';
import { newestTurns } from '../../src/core/session/transcript-window';
import { FloodGate } from '../../src/host/chat/flood-gate';
import { PatchFeed } from '../../src/host/chat/patch-feed';
import { TaskList } from '../../src/host/tasks/task-list';
import { content, done, historyDone, question, result, thought, tool } from '../unit/session/events';
import { ManualClock } from '../unit/session/manual-clock';
import { settle } from '../unit/session/rig';
import { silentLog } from '../unit/session/watch';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const STEP_MS = 30 * SECOND;
const CONNECTION_MS = 5 * MINUTE;
const LONG = 'long';
/** Tasks in the tree. */
const LISTED = 50;

/** What is held at one moment of the day, after garbage was collected. */
export interface Held {
  readonly heapBytes: number;
  /** Of these: the characters of the conversation of the long task, which is kept whole. */
  readonly conversation: number;
}

export interface WorkingDay {
  readonly early: Held;
  readonly late: Held;
  readonly events: number;
  readonly tasks: number;
}

/**
 * A day of an extension host in seconds: one task that works through all of it and is watched, over connections that are lost every
 * five minutes and tell everything again, and each minute a task that comes, is looked at and goes. Told as JSON on stdout.
 */
async function live(minutes: { early: number; late: number }): Promise<WorkingDay> {
  const clock = new ManualClock();
  const began = clock.now();
  const counted = { events: 0 };
  const registry = new SessionRegistry({
    client: service(clock, counted),
    log: silentLog,
    clock,
    random: () => 0.5,
  });
  const list = new TaskList(() => clock.now());
  let begun: Task[] = [];
  registry.onUpdate((_, { head }) => {
    if (head !== undefined) list.applyHead(head);
  });
  const long = registry.acquire(LONG, task(LONG, 'running'));
  const watching = watch(registry, clock, LONG);
  let tasks = 0;
  const held: Held[] = [];
  while (clock.now() - began < minutes.late * MINUTE) {
    const minute = (clock.now() - began) / MINUTE;
    if (minute === minutes.early) held.push(weigh(long.session.transcript));
    const id = `task-${tasks++}`;
    begun = [task(id, 'running'), ...begun].slice(0, LISTED);
    list.replace({ tasks: begun, pagination: { hasMore: true } });
    const handle = registry.acquire(id, task(id, 'running'));
    const view = watch(registry, clock, id);
    for (let second = 0; second < 60; second += 1) {
      clock.advance(SECOND);
      await settle();
    }
    assert.equal(handle.session.transcript.turns[0]?.end?.kind, 'completed');
    view();
    handle.dispose();
    assert.equal(registry.all.length, 1);
  }
  held.push(weigh(long.session.transcript));
  const steps = long.session.transcript.turns[0]?.segments.filter(({ kind }) => kind === 'tool').length;
  assert.equal(steps, Math.floor((minutes.late * MINUTE) / STEP_MS), 'A step was lost, or taken in twice.');
  watching();
  long.dispose();
  const [early, late] = held;
  assert.ok(early !== undefined && late !== undefined);
  registry.dispose();
  return { early, late, events: counted.events, tasks };
}

/** A chat of the task, as a panel has it. */
function watch(registry: SessionRegistry, clock: ManualClock, id: string): () => void {
  const session = registry.get(id);
  assert.ok(session);
  const schedule = (work: () => void, ms: number): (() => void) => clock.after(ms, work);
  const feed = new PatchFeed(
    {
      post: () => undefined,
      snapshot: () => {
        newestTurns(session.transcript);
        return { type: 'changes', patches: [] };
      },
      schedule,
      now: () => clock.now(),
    },
    true,
  );
  const gate = new FloodGate({ feed, schedule });
  feed.ready();
  const stop = session.onUpdate((update) => gate.push(update));
  return () => {
    stop();
    gate.dispose();
    feed.dispose();
  };
}

/** The long task makes a step every half minute; the others answer within seconds, with a long result. */
function service(clock: ManualClock, counted: { events: number }): SessionApi {
  const began = clock.now();
  const stepsBy = (now: number): number => Math.floor((now - began) / STEP_MS);
  async function* longStream(signal: AbortSignal): AsyncGenerator<StreamEvent> {
    const end = clock.now() + CONNECTION_MS;
    yield question('m0', 'Work all day');
    yield historyDone(true);
    for (let n = 0; clock.now() < end;) {
      for (; n < stepsBy(clock.now()); n += 1) yield* step(n);
      await wait(clock, SECOND, signal);
    }
    throw new SigmicError('network', 'lost', { code: 'LOST', retryable: true });
  }
  async function* shortStream(id: string, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    yield question(`${id}-m0`, `Do ${id}`);
    yield historyDone(true);
    for (let n = 0; n < 5; n += 1) {
      yield* step(n);
      await wait(clock, SECOND, signal);
    }
    yield tool(`${id}-c`, 'executing');
    yield result(`${id}-c`, 'success', `${id} a long result `.repeat(3_000));
    yield done('');
  }
  async function* counting(stream: AsyncGenerator<StreamEvent>): AsyncGenerator<StreamEvent> {
    for await (const event of stream) {
      counted.events += 1;
      yield event;
    }
  }
  return {
    clockAhead: () => 0,
    openStream: (id, options) => {
      const { signal = new AbortController().signal, onAlive } = options ?? {};
      onAlive?.();
      return counting(id === LONG ? longStream(signal) : shortStream(id, signal));
    },
    getTask: (id) => Promise.resolve(task(id, id === LONG ? 'running' : 'completed')),
    getHistory: (taskId) => Promise.resolve({ taskId, messages: [] }),
    sendMessage: () => Promise.resolve(),
    answerTool: () => Promise.resolve(true),
    cancelTask: () => Promise.resolve('stopped'),
  };
}

function step(n: number): StreamEvent[] {
  return [
    { type: 'status', data: { status: 'running', message: `Step ${n}` } },
    thought(`Step ${n}`),
    ...Array.from({ length: 10 }, (_, i) => content(`${n}.${i} some words, as they come; `)),
    tool(`c${n}`, 'executing', { command: `make ${n}` }),
    result(`c${n}`, 'success', `row ${n}\n`.repeat(20)),
  ];
}

function wait(clock: ManualClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      takeBack();
      reject(new SigmicError('cancelled', 'cancelled'));
    };
    const takeBack = clock.after(ms, () => {
      signal.removeEventListener('abort', cancel);
      resolve();
    });
    signal.addEventListener('abort', cancel, { once: true });
  });
}

function task(id: string, status: Task['status']): Task {
  return { id, status, message: `Do ${id}`, pendingApprovals: [] };
}

function weigh(conversation: unknown): Held {
  assert.ok(globalThis.gc, 'Run it with --expose-gc.');
  const length = JSON.stringify(conversation).length;
  for (let times = 0; times < 3; times += 1) globalThis.gc();
  return { heapBytes: process.memoryUsage().heapUsed, conversation: length };
}

live({ early: Number(process.argv[2]), late: Number(process.argv[3]) }).then(
  (day) => console.log(JSON.stringify(day)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
