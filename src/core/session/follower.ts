import type { Clock } from '../api/clock';
import { describeError } from '../api/describe-error';
import type { StreamEvent } from '../api/events';
import { isSigmicError, type SigmicError } from '../api/errors';
import type { Logger } from '../api/logger';
import { backoff } from './backoff';
import { sleep } from './sleep';
import type { Connection } from './state';

/** A connection that lived this long was a good one: the next loss starts the backoff from its beginning. */
const HEALTHY_MS = 10_000;
/** Heartbeats come every 15 s (api.md): after this much silence one is missing. */
const HEARTBEAT_MISSED_MS = 20_000;

export interface FollowerDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly random: () => number;
}

export interface FollowerCallbacks {
  open(options: { signal: AbortSignal; onAlive: () => void }): AsyncIterable<StreamEvent>;
  onConnect(): void;
  onEvent(event: StreamEvent): void;
  onConnection(connection: Connection): void;
  /**
   * After a stream ended as it should: whether the server still works on the task, so that there is more to follow. What
   * comes after `signal` counts no more.
   */
  afterStream(signal: AbortSignal): Promise<boolean>;
}

/**
 * Keeps a task's stream alive for as long as the task runs, for ever if need be. Each end of a stream has a name:
 * - it ended as it should and the task is idle: rest (`idle`) until `restart`;
 * - it ended as it should but the task runs (a turn that was just starting): again, after a while;
 * - the key was refused: wait for `wake` (`signedOut`); the server says no for good: wait for `wake` (`failed`);
 * - anything else (network, silence, overload, a portal's HTML): again, after a backoff that `wake` cuts short.
 */
export class Follower {
  private readonly lifetime = new AbortController();
  /** Ends the present connection or wait; a new one for each round. */
  private round = new AbortController();
  private attempt = 0;
  private following = false;
  private again = false;
  private waiting = false;
  /** When the present connection began or last gave a sign of life; undefined while there is none. */
  private quietSince: number | undefined;
  /** Whether the present connection gave any. */
  private heard = false;

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
    this.again = true;
    this.round.abort();
    this.start();
  }

  /** Cuts a wait short, and gives up a connection that missed a heartbeat: a sleeping machine's sockets die unheard. */
  wake(): void {
    const { quietSince } = this;
    const quiet = quietSince !== undefined && this.deps.clock.now() - quietSince > HEARTBEAT_MISSED_MS;
    if (this.waiting || quiet) this.restart();
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
      const connection = await this.connectOnce();
      if (this.disposed()) return;
      if (isAborted(this.round.signal)) continue;
      if (connection.kind === 'idle') {
        this.on.onConnection(connection);
        return;
      }
      await this.wait(connection);
    }
  }

  /** One connection from its opening to its end, and what is to be said and done after it. */
  private async connectOnce(): Promise<Connection> {
    const { clock, random } = this.deps;
    const startedAt = clock.now();
    this.quietSince = startedAt;
    try {
      const onAlive = () => {
        this.quietSince = clock.now();
        const first = !this.heard;
        this.heard = true;
        if (first) this.on.onConnection({ kind: 'connected' });
      };
      this.on.onConnect();
      const { signal } = this.round;
      for await (const event of this.on.open({ signal, onAlive })) {
        if (isAborted(signal)) break;
        this.on.onEvent(event);
      }
      if (isAborted(signal)) return { kind: 'connecting' };
      if (!(await this.on.afterStream(signal))) {
        this.attempt = 0;
        return { kind: 'idle' };
      }
      return this.retry(backoff(this.attempt++, random), 'The task goes on');
    } catch (error) {
      if (this.heard && clock.now() - startedAt >= HEALTHY_MS) this.attempt = 0;
      return this.afterFailure(error);
    } finally {
      this.quietSince = undefined;
      this.heard = false;
    }
  }

  private afterFailure(error: unknown): Connection {
    const { log, random } = this.deps;
    if (!isSigmicError(error)) {
      log.error(error instanceof Error ? error : String(error));
      return this.retry(backoff(this.attempt++, random), 'Something unexpected happened');
    }
    if (error.kind !== 'cancelled')
      log.info(`Stream ended: ${error.kind} ${error.code ?? ''} ${error.message}`);
    switch (error.kind) {
      case 'cancelled':
        return { kind: 'connecting' };
      case 'auth':
        return { kind: 'signedOut' };
      case 'forbidden':
      case 'rejected':
      case 'invalid':
        return failed(error);
      case 'network':
      case 'timeout':
      case 'silence':
      case 'unavailable':
      case 'malformed':
        return this.retry(
          Math.max(backoff(this.attempt++, random), error.retryAfterMs ?? 0),
          reasonOf(error),
        );
    }
  }

  private retry(delayMs: number, reason: string): Connection {
    return { kind: 'reconnecting', retryAt: this.deps.clock.now() + delayMs, reason };
  }

  private async wait(connection: Connection): Promise<void> {
    this.on.onConnection(connection);
    this.waiting = true;
    try {
      const forever = 2 ** 31 - 1;
      const retryAt = connection.kind === 'reconnecting' ? connection.retryAt : undefined;
      const ms = retryAt === undefined ? forever : Math.max(0, retryAt - this.deps.clock.now());
      await sleep(this.deps.clock, ms, this.round.signal);
    } finally {
      this.waiting = false;
    }
    if (connection.kind === 'reconnecting' && !this.disposed())
      this.on.onConnection({ ...connection, retryAt: undefined });
  }

  private disposed(): boolean {
    return this.lifetime.signal.aborted;
  }
}

function failed(error: SigmicError): Connection {
  const { message, action } = describeError(error, 'open the task');
  // Trying again is offered anyway.
  const helps = action?.id === 'retry' ? undefined : action;
  return { kind: 'failed', reason: message, ...(helps && { action: helps }) };
}

function reasonOf(error: SigmicError): string {
  switch (error.kind) {
    case 'silence':
      return 'The server has gone quiet';
    case 'unavailable':
      return 'The server is busy';
    case 'malformed':
      return 'The answer did not come from Sigmic';
    default:
      return 'The connection was lost';
  }
}

/** A call, because a narrowed property would be taken for constant across an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
