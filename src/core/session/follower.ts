import type { Clock } from '../api/clock';
import type { StreamEvent } from '../api/events';
import { isSigmicError } from '../api/errors';
import type { Logger } from '../api/logger';
import { backoff } from './backoff';
import { afterLoss, type Loss } from './lost-connection';
import { sleep } from './sleep';
import type { Connection } from './state';

/** A connection that lived this long was a good one: the next loss starts the backoff from its beginning. */
const HEALTHY_MS = 10_000;
/** Heartbeats come every 15 s (api.md): after this much silence one is missing. */
const HEARTBEAT_MISSED_MS = 20_000;
/** Streams that end as they should although the task runs: asked again, with its record, at most three times a minute. */
const ENDED_CAP_MS = 28_000;
/** After so many failures in a row chance may not make the attempts more frequent than this: six a minute at most. */
const PATIENT_AFTER = 6;
const SPACING_MS = 10_000;

/**
 * Why to try now: a person wants it; the machine slept, so that every socket may be dead unheard; or by chance, since the
 * network, the window or a setting changed.
 */
export type WakeReason = 'person' | 'slept' | 'chance';

export interface FollowerDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface FollowerCallbacks {
  /** `anyway`: a person wants it now, whatever the server asked for. */
  open(options: { signal: AbortSignal; onAlive: () => void; anyway: boolean }): AsyncIterable<StreamEvent>;
  onConnect(): void;
  onEvent(event: StreamEvent): void;
  onConnection(connection: Connection): void;
  /**
   * After a stream ended as it should: whether the server still works on the task, so that there is more to follow. What
   * comes after `signal` counts no more. `attempt`: how often in a row that was so before.
   */
  afterStream(signal: AbortSignal, attempt: number): Promise<boolean>;
}

/**
 * Keeps a task's stream alive for as long as the task runs, for ever if need be. Each end of a stream has a name:
 * - it ended as it should and the task is idle: rest (`idle`) until `restart`;
 * - it ended as it should but the task runs (a turn that was just starting): again, after a while;
 * - the key was refused (`signedOut`), or the server says no for good (`failed`): wait for `restart`, or a person's `wake`;
 * - anything else (network, silence, overload, a portal's HTML): again, after a backoff that `wake` cuts short, unless the
 *   server said when to come back: then only a person's does.
 */
export class Follower {
  private readonly lifetime = new AbortController();
  /** Ends the present connection or wait; a new one for each round. */
  private round = new AbortController();
  private attempt = 0;
  private following = false;
  private again = false;
  /** What is waited for now, if it is. */
  private pause: Pause | undefined;
  private startedAt = 0;
  /** Whether the next connection is one that a person asked for. */
  private anyway = false;
  /** When the present connection began or last gave a sign of life; undefined while there is none. */
  private quietSince: number | undefined;
  /** Whether the present connection gave any. */
  private heard = false;
  /** The last sign of life of any connection. */
  private heardAt: number | undefined;
  /** Whether a heartbeat is overdue. */
  private inDoubt = false;
  private endWatch: () => void = () => undefined;

  constructor(
    private readonly deps: FollowerDeps,
    private readonly on: FollowerCallbacks,
  ) {}

  /** Begins to follow, unless it does already. */
  start(): void {
    if (this.following || this.lifetime.signal.aborted) return;
    this.following = true;
    void this.follow().finally(() => {
      this.following = false;
      if (this.again) this.start();
    });
  }

  /** Drops the present connection, if any, and opens another at once. */
  restart(): void {
    this.attempt = 0;
    this.reconnect();
  }

  private reconnect(): void {
    this.again = true;
    this.round.abort();
    this.start();
  }

  /** Cuts a wait short, and gives up a connection that missed a heartbeat: a sleeping machine's sockets die unheard. */
  wake(why: WakeReason): void {
    if (why === 'person') {
      if (this.pause === undefined && !this.isQuiet()) return;
      this.anyway = true;
      this.restart();
    } else if (this.pause === undefined ? why === 'slept' || this.isQuiet() : this.mayCut(this.pause)) {
      this.reconnect();
    }
  }

  dispose(): void {
    this.lifetime.abort();
    this.round.abort();
  }

  private async follow(): Promise<void> {
    this.on.onConnection({ kind: 'connecting' });
    while (!this.disposed()) {
      this.again = false;
      this.round = new AbortController();
      const pause = await this.connectOnce();
      if (this.disposed()) return;
      if (isAborted(this.round.signal) || pause === undefined) continue;
      if (pause.connection.kind === 'idle') {
        this.on.onConnection(pause.connection);
        return;
      }
      await this.wait(pause);
    }
  }

  /** One connection from its opening to its end, and what is to be said and done after it; nothing when it was given up. */
  private async connectOnce(): Promise<Pause | undefined> {
    const { clock, random } = this.deps;
    this.startedAt = clock.now();
    this.quietSince = this.startedAt;
    try {
      const onAlive = () => this.noteLife();
      this.on.onConnect();
      const { signal } = this.round;
      const { anyway } = this;
      this.anyway = false;
      for await (const event of this.on.open({ signal, onAlive, anyway })) {
        if (isAborted(signal)) break;
        this.on.onEvent(event);
      }
      if (isAborted(signal)) return undefined;
      if (!(await this.on.afterStream(signal, this.attempt))) {
        this.attempt = 0;
        return { connection: { kind: 'idle' }, firm: false, spacingMs: 0 };
      }
      const retryAt = clock.now() + backoff(this.attempt++, random, ENDED_CAP_MS);
      const connection: Connection = { kind: 'reconnecting', retryAt, reason: 'The task goes on.' };
      return { connection, firm: false, spacingMs: 2 * SPACING_MS };
    } catch (error) {
      if (this.heard && clock.now() - this.startedAt >= HEALTHY_MS) this.attempt = 0;
      return this.afterFailure(error);
    } finally {
      this.endWatch();
      this.quietSince = undefined;
      this.heard = false;
      this.inDoubt = false;
    }
  }

  private afterFailure(error: unknown): Pause | undefined {
    const { log, clock, random } = this.deps;
    if (!isSigmicError(error)) log.error(error instanceof Error ? error : String(error));
    else if (error.kind !== 'cancelled')
      log.info(`Stream ended: ${error.kind} ${error.code ?? ''} ${error.message}`);
    const loss = afterLoss(error, { now: clock.now(), attempt: this.attempt, random });
    if (loss?.connection.kind === 'reconnecting') this.attempt += 1;
    return loss && { ...loss, spacingMs: SPACING_MS };
  }

  private async wait(pause: Pause): Promise<void> {
    const { heardAt } = this;
    const connection: Connection =
      pause.connection.kind === 'reconnecting' ? { ...pause.connection, heardAt } : pause.connection;
    this.on.onConnection(connection);
    this.pause = pause;
    try {
      const forever = 2 ** 31 - 1;
      const retryAt = connection.kind === 'reconnecting' ? connection.retryAt : undefined;
      const ms = retryAt === undefined ? forever : Math.max(0, retryAt - this.deps.clock.now());
      await sleep(this.deps.clock, ms, this.round.signal);
    } finally {
      this.pause = undefined;
    }
    if (connection.kind === 'reconnecting' && !this.disposed())
      this.on.onConnection({ ...connection, retryAt: undefined });
  }

  private noteLife(): void {
    this.quietSince = this.heardAt = this.deps.clock.now();
    if (this.heard && !this.inDoubt) return;
    this.heard = true;
    this.inDoubt = false;
    this.on.onConnection({ kind: 'connected' });
    this.watchForDoubt(HEARTBEAT_MISSED_MS);
  }

  /** One timer for any number of bytes: when it rings too early it is set anew. */
  private watchForDoubt(ms: number): void {
    this.endWatch();
    this.endWatch = this.deps.clock.after(ms, () => {
      const left = (this.quietSince ?? 0) + HEARTBEAT_MISSED_MS - this.deps.clock.now();
      if (left > 0) {
        this.watchForDoubt(left);
        return;
      }
      this.inDoubt = true;
      this.on.onConnection({ kind: 'connected', heardAt: this.heardAt });
    });
  }

  private isQuiet(): boolean {
    const { quietSince } = this;
    return quietSince !== undefined && this.deps.clock.now() - quietSince >= HEARTBEAT_MISSED_MS;
  }

  /** Whether something other than a person may cut this wait short. */
  private mayCut({ firm, spacingMs }: Pause): boolean {
    if (firm) return false;
    return this.attempt < PATIENT_AFTER || this.deps.clock.now() - this.startedAt >= spacingMs;
  }

  private disposed(): boolean {
    return this.lifetime.signal.aborted;
  }
}

/** What comes after a connection, and how long after its beginning chance may cut that short. */
interface Pause extends Loss {
  readonly spacingMs: number;
}

/** A call, because a narrowed property would be taken for constant across an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
