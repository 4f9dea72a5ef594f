import { systemClock, type Clock } from '../api/clock';
import type { Logger } from '../api/logger';
import type { Task } from '../api/schemas';
import type { Mask } from '../masking/mask';
import type { WakeReason } from './follower';
import { isActive } from './state';
import {
  TaskSession,
  type OpeningMessage,
  type SessionApi,
  type SessionDeps,
  type SessionUpdate,
} from './task-session';

export interface RegistryDeps {
  readonly client: SessionApi;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly maskText?: (text: string) => string;
}

export interface SessionHandle {
  readonly session: TaskSession;
  /** Lets go. The session ends when nobody holds it and its task is idle. */
  dispose(): void;
}

interface Entry {
  readonly session: TaskSession;
  holders: number;
}

type Listener = (session: TaskSession, update: SessionUpdate) => void;

/** One session a task, however many views look at it; none is left when nobody looks and the task is idle. */
export class SessionRegistry {
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<Listener>();
  private readonly deps: SessionDeps;

  constructor(deps: RegistryDeps) {
    this.deps = {
      client: deps.client,
      log: deps.log,
      clock: deps.clock ?? systemClock,
      random: deps.random ?? Math.random,
      maskText: deps.maskText,
    };
  }

  /**
   * Holds the task's session, opening it if there is none. `seed`: the task's record, when it is known already. `opening`: the
   * message it was created with just now.
   */
  acquire(taskId: string, seed?: Task, opening?: OpeningMessage): SessionHandle {
    const entry = this.entries.get(taskId) ?? this.open(taskId, seed, opening);
    entry.holders += 1;
    let held = true;
    return {
      session: entry.session,
      dispose: () => {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        this.sweep(entry);
      },
    };
  }

  get(taskId: string): TaskSession | undefined {
    return this.entries.get(taskId)?.session;
  }

  get all(): readonly TaskSession[] {
    return [...this.entries.values()].map((entry) => entry.session);
  }

  /** Every update of every session; an empty one when a session appears. Returns what ends it. */
  onUpdate(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Records of tasks as a list tells them. */
  notice(tasks: readonly Task[]): void {
    for (const task of tasks) this.get(task.id)?.notice(task);
  }

  /** Another key for the tasks that `concerns` names: which of them it reaches is told by trying. */
  reopen(concerns: (taskId: string) => boolean): void {
    for (const session of this.all) if (concerns(session.taskId)) session.reopen();
  }

  /** There are other secrets than before. */
  remask(mask: Mask): void {
    for (const session of this.all) session.remask(mask);
  }

  wakeAll(why: Exclude<WakeReason, 'person'> = 'chance'): void {
    for (const session of this.all) session.wake(why);
  }

  dispose(): void {
    for (const session of this.all) session.dispose();
    this.entries.clear();
    this.listeners.clear();
  }

  private open(taskId: string, seed: Task | undefined, opening: OpeningMessage | undefined): Entry {
    const entry: Entry = { session: new TaskSession(taskId, this.deps, seed, opening), holders: 0 };
    this.entries.set(taskId, entry);
    entry.session.onUpdate((update) => {
      this.tell(entry.session, update);
      this.sweep(entry);
    });
    this.tell(entry.session, { patches: [] });
    return entry;
  }

  private tell(session: TaskSession, update: SessionUpdate): void {
    for (const listener of [...this.listeners]) listener(session, update);
  }

  private sweep(entry: Entry): void {
    const { session } = entry;
    if (entry.holders > 0 || !isResting(session) || this.entries.get(session.taskId) !== entry) return;
    this.entries.delete(session.taskId);
    session.dispose();
  }
}

/** Nothing more is to be expected: the stream has told all, or cannot be had and the task does not run. */
function isResting({ connection, head, transcript }: TaskSession): boolean {
  if (transcript.turns.at(-1)?.user?.delivery === 'pending') return false;
  switch (connection.kind) {
    case 'failed':
      return true;
    case 'idle':
    case 'reconnecting':
    case 'signedOut':
      return !isActive(head.status);
    case 'connecting':
    case 'connected':
    case 'polling':
      return false;
  }
}
