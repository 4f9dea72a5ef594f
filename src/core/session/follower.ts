import type { Clock } from '../api/clock';
import type { StreamEvent } from '../api/events';
import { isSigmicError } from '../api/errors';
import type { Logger } from '../api/logger';
import { backoff } from './backoff';
import { Lookout, LOOK_MS, type Sight } from './lookout';
import { afterLoss, heldBack, type Loss } from './lost-connection';
import { Pulse } from './pulse';
import { sleep } from './sleep';
import type { Connection } from './state';

/** A connection that lived this long was a good one: the next loss starts the backoff from its beginning. */
const HEALTHY_MS = 10_000;
/** Streams that end as they should although the task runs: asked again, with its record, at most three times a minute. */
const ENDED_CAP_MS = 28_000;
/** After so many failures in a row chance may not make the attempts more frequent than this: six a minute at most. */
const PATIENT_AFTER = 6;
const SPACING_MS = 10_000;
/** Why a round ended: the task is over, as was seen without the stream. */
const SEEN_OVER = 'seen over';

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
  /** The first event of a connection comes: the server is about to tell everything again. */
  onReplay(): void;
  onEvent(event: StreamEvent): void;
  /** Reads the task by other calls than the stream, and takes over all that is new. Never throws. */
  look(signal: AbortSignal): Promise<Sight>;
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
 * While the stream says nothing at all, not even a heartbeat, the task is looked at by other calls, until the stream speaks.
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
  private readonly pulse: Pulse;
  private readonly lookout: Lookout;
  /** Whether looks have taken the stream's place. */
  private polling = false;
  /** Whether the present connection told anything, and whether looks have told more since. */
  private told = false;
  private outdated = false;
  /** What is to be said of the connection when no looks take its place. */
  private link: Connection = { kind: 'connecting' };

  constructor(
    private readonly deps: FollowerDeps,
    private readonly on: FollowerCallbacks,
  ) {
    this.pulse = new Pulse(deps.clock, () => this.noteSilence());
    this.lookout = new Lookout(
      deps.clock,
      (signal) => on.look(signal),
      (sight) => this.noteSight(sight),
    );
  }

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
    // What is being looked at now may be older than the reason for this.
    this.lookout.stop();
    this.round.abort();
    this.start();
  }

  /** Cuts a wait short, and gives up a connection that missed a heartbeat: a sleeping machine's sockets die unheard. */
  wake(why: WakeReason): void {
    if (why === 'person') {
      if (this.pause === undefined && !this.pulse.isQuiet && !this.polling) return;
      this.anyway = true;
      this.restart();
    } else if (this.pause === undefined ? why === 'slept' || this.pulse.isQuiet : this.mayCut(this.pause)) {
      this.reconnect();
    }
  }

  dispose(): void {
    this.lifetime.abort();
    this.lookout.stop();
    this.round.abort();
  }

  private async follow(): Promise<void> {
    this.tell({ kind: 'connecting' });
    while (!this.disposed()) {
      this.again = false;
      this.round = new AbortController();
      const pause = await this.connectOnce();
      if (this.disposed()) return;
      const { signal } = this.round;
      if (pause !== undefined && !isAborted(signal)) {
        if (pause.connection.kind === 'idle') break;
        await this.wait(pause);
      }
      if (signal.reason === SEEN_OVER) break;
    }
    if (!this.disposed()) this.tell({ kind: 'idle' });
  }

  /** One connection from its opening to its end, and what is to be said and done after it; nothing when it was given up. */
  private async connectOnce(): Promise<Pause | undefined> {
    const { clock, random } = this.deps;
    this.startedAt = clock.now();
    this.told = this.outdated = false;
    this.pulse.begin();
    if (this.polling) this.lookout.start(LOOK_MS);
    const { signal } = this.round;
    const onAlive = () => this.noteLife();
    try {
      const { anyway } = this;
      this.anyway = false;
      for await (const event of this.on.open({ signal, onAlive, anyway })) {
        if (isAborted(signal)) break;
        if (!this.told) this.on.onReplay();
        this.told = true;
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
      if (this.pulse.heard && clock.now() - this.startedAt >= HEALTHY_MS) this.attempt = 0;
      return this.afterFailure(error);
    } finally {
      this.pulse.end();
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
    const { heardAt } = this.pulse;
    const connection: Connection =
      pause.connection.kind === 'reconnecting' ? { ...pause.connection, heardAt } : pause.connection;
    this.tell(connection);
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
      this.tell({ ...connection, retryAt: undefined });
  }

  private noteLife(): void {
    if (!this.pulse.beat()) return;
    // What it tells next would not fit behind what was seen meanwhile.
    if (this.outdated) this.reconnect();
    this.tell({ kind: 'connected' });
  }

  private noteSilence(): void {
    if (this.pulse.heard) this.tell({ kind: 'connected', heardAt: this.pulse.heardAt });
    this.lookout.start(0);
  }

  private noteSight(sight: Sight): void {
    if (sight === 'over') {
      this.round.abort(SEEN_OVER);
      return;
    }
    const before = this.polling;
    this.polling = sight === 'runs';
    this.outdated ||= this.polling && this.told;
    if (this.polling !== before) this.tell(this.link);
  }

  /** Says how it is with the connection; that it is being made or made anew matters little while looks take its place. */
  private tell(connection: Connection): void {
    this.link = connection;
    const passing = connection.kind === 'connecting' || connection.kind === 'reconnecting';
    const doubtful = connection.kind === 'connected' && connection.heardAt !== undefined;
    if (!passing && !doubtful) {
      this.polling = false;
      this.lookout.stop();
    }
    this.on.onConnection(this.polling ? heldBack : connection);
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
