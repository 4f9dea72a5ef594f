import { randomUUID } from 'node:crypto';
import { isSigmicError, SigmicError, type Logger } from '../../../core/api';
import {
  emptyOutbox,
  MOST_QUEUED,
  nextStep,
  type Outbox,
  type Pause,
  type QueuedFile,
  type QueuedMessage,
  type Readiness,
  type Sender,
} from '../../../core/session/outbox';
import type { OutboxEvent } from '../../../core/session/reduce-outbox';
import type { SessionHandle, SessionRegistry } from '../../../core/session/session-registry';
import { isActive, type Connection } from '../../../core/session/state';
import type { SessionUpdate, TaskSession } from '../../../core/session/task-session';
import { sentMessage } from '../../../core/session/was-delivered';
import type { HostServices } from '../../services';
import { FollowUpDelivery } from '../follow-up';
import type { OutboxChange, OutboxStore } from './outbox-store';
import { lookWords, sendQueued, type SendQueuedDeps } from './send-queued';

/** A window that has been sending for so long (ms) is taken for dead even if a process has its number. */
const LONGEST_SEND_MS = 30 * 60 * 1000;

export interface TaskOutboxDeps extends SendQueuedDeps {
  readonly store: OutboxStore;
  readonly sessions: Pick<SessionRegistry, 'get' | 'acquire'>;
  readonly log: Pick<Logger, 'debug' | 'warn'>;
  readonly withSignIn: HostServices['withSignIn'];
  /** This window. */
  readonly life: string;
  readonly isAlive: (pid: number) => boolean;
  readonly changed: () => void;
}

const notSent: Readonly<Record<'failed' | 'cancelled', Pause>> = {
  failed: { kind: 'failed', message: 'Not sent, because the task failed.' },
  cancelled: { kind: 'cancelled', message: 'Not sent, because the task was cancelled.' },
};

function whyUnreachable(connection: Connection): string | undefined {
  return connection.kind === 'failed' ? connection.reason : undefined;
}

/**
 * The outbox of one task as this window knows it, and the sending of what waits in it: one message at a time, when the task
 * has come to rest after the one before. The truth is on disk (OutboxStore), where one window takes a message to send it.
 */
export class TaskOutbox {
  private outbox = emptyOutbox;
  private handle: SessionHandle | undefined;
  private work = Promise.resolve();
  private lookAsked = false;
  /** The `sends` that a rest of the session to come will have seen, and that its last rest has seen. */
  private asked: number | undefined;
  private seen: number | undefined;
  /** The doubtful message may have turned up in the conversation. */
  private doubtDue = true;
  /** How much of this is on its way to or from the disk. */
  private pending = 0;
  /** Why the task cannot be had with this key, or at all: what waits would wait for ever. */
  private unreachable: string | undefined;
  /** The person has just said "send": then they may be asked to sign in. */
  private attended = false;

  constructor(
    readonly taskId: string,
    private readonly deps: TaskOutboxDeps,
  ) {
    void this.load();
  }

  get state(): Outbox {
    return this.outbox;
  }

  /** Nothing waits, nothing is under way and nobody looks at the task: another one can be made when somebody does. */
  get isIdle(): boolean {
    const isFollowed = this.deps.sessions.get(this.taskId) !== undefined;
    return !isFollowed && this.pending === 0 && !this.lookAsked && this.outbox.messages.length === 0;
  }

  /** Whether a new message goes behind others instead of straight to the agent. */
  get queues(): boolean {
    const session = this.deps.sessions.get(this.taskId);
    const busy = session !== undefined && isActive(session.head.status);
    return busy || (this.outbox.messages.length > 0 && this.outbox.pause === undefined);
  }

  /** Puts a message at the end; on disk when it resolves. */
  async add(text: string, files: readonly QueuedFile[]): Promise<void> {
    const { before, after } = await this.apply({
      type: 'add',
      message: { id: randomUUID(), text, files: [...files] },
    });
    if (before === after)
      throw new SigmicError('invalid', `At most ${MOST_QUEUED} messages can wait.`, { sent: false });
  }

  /** Takes a message out, unless it is being sent; answers it when it was still there. */
  async take(id: string): Promise<QueuedMessage | undefined> {
    const { before, after } = await this.apply({ type: 'remove', id });
    return before === after ? undefined : before.messages.find((message) => message.id === id);
  }

  async move(id: string, by: -1 | 1): Promise<void> {
    await this.apply({ type: 'move', id, by });
  }

  /** The person wants what waits to be sent, whatever it was that paused it. */
  async resume(): Promise<void> {
    const readiness = this.readiness();
    this.attended = true;
    if (this.unreachable !== undefined) {
      this.unreachable = undefined;
      this.deps.sessions.get(this.taskId)?.reopen();
    }
    await this.apply({ type: 'resume', release: readiness === 'failed' || readiness === 'cancelled' });
  }

  /** What the task's session told. */
  sessionChanged({ connection, head, patches }: SessionUpdate): void {
    if (connection !== undefined) this.unreachable = whyUnreachable(connection);
    if (connection?.kind === 'idle') {
      this.seen = this.asked;
      this.doubtDue = true;
    }
    // Words of an answer change nothing here, and there are many of them.
    if (connection ?? head ?? patches.find(({ op }) => op === 'removeTurn')) this.look();
  }

  /** Another window may have changed what is on disk. */
  async load(): Promise<void> {
    this.pending += 1;
    try {
      this.know(await this.deps.store.load(this.taskId));
    } catch (error) {
      this.deps.log.warn(`What waits to be sent could not be read: ${String(error)}`);
    } finally {
      this.pending -= 1;
    }
  }

  dispose(): void {
    this.handle?.dispose();
  }

  private async apply(event: OutboxEvent): Promise<OutboxChange> {
    this.pending += 1;
    const change = await this.deps.store.apply(this.taskId, event).finally(() => (this.pending -= 1));
    if (event.type === 'sent' && change.before !== change.after) this.asked = this.seen = change.after.sends;
    this.know(change.after);
    return change;
  }

  private know(outbox: Outbox): void {
    const session = this.deps.sessions.get(this.taskId);
    const news = JSON.stringify(outbox) !== JSON.stringify(this.outbox);
    const first = this.asked === undefined;
    this.outbox = outbox;
    if (this.asked !== outbox.sends) {
      this.asked = outbox.sends;
      const rests = session?.connection.kind === 'idle';
      if (first && outbox.messages.length === 0) this.seen = rests ? outbox.sends : undefined;
      // A message left elsewhere: how the task stands has to be asked anew.
      else if (!first || rests) session?.reopen();
    }
    this.hold(session);
    if (news) this.deps.changed();
    this.look();
  }

  /** While something is to be sent, the session lives though nobody looks at it. */
  private hold(session: TaskSession | undefined): void {
    const wanted = this.outbox.messages.length > 0 && this.outbox.pause === undefined;
    if (wanted && session !== undefined) this.handle ??= this.deps.sessions.acquire(this.taskId);
    if (wanted) return;
    this.handle?.dispose();
    this.handle = undefined;
  }

  private look(): void {
    if (this.lookAsked) return;
    this.lookAsked = true;
    this.work = this.work
      .then(() => {
        this.lookAsked = false;
        return this.step();
      })
      .catch((error: unknown) => this.deps.log.warn(`The outbox of a task stopped: ${String(error)}`));
  }

  private async step(): Promise<void> {
    const session = this.deps.sessions.get(this.taskId);
    if (session === undefined || this.outbox.messages.length === 0) return;
    await this.takeOver();
    await this.settleDoubt(session);
    const readiness = this.readiness();
    const step = nextStep(this.outbox, readiness);
    if (this.unreachable !== undefined)
      await this.apply({
        type: 'pause',
        pause: { kind: 'error', message: `Nothing was sent. ${this.unreachable}` },
      });
    else if (step === 'send') await this.sendFirst(session);
    else if (step === 'pause' && (readiness === 'failed' || readiness === 'cancelled'))
      await this.apply({ type: 'pause', pause: notSent[readiness] });
  }

  private readiness(): Readiness {
    const session = this.deps.sessions.get(this.taskId);
    if (session === undefined) return 'unknown';
    const { head, connection, transcript } = session;
    const isSending = transcript.turns.at(-1)?.user?.delivery === 'pending';
    if (isActive(head.status) || isSending) return 'busy';
    if (connection.kind !== 'idle' || this.seen !== this.outbox.sends) return 'unknown';
    if (head.status === 'completed') return 'ready';
    return head.status === 'failed' || head.status === 'cancelled' ? head.status : 'unknown';
  }

  private async sendFirst(session: TaskSession): Promise<void> {
    const [first] = this.outbox.messages;
    if (first === undefined || this.seen === undefined) return;
    const { client, life, withSignIn } = this.deps;
    const by: Sender = { life, pid: process.pid, at: Date.now() };
    const said = this.deps.masked(first.text);
    const { known } = sentMessage(said, by.at, session.transcript, client.clockAhead());
    const claim = await this.apply({ type: 'claim', id: first.id, by, known, sends: this.seen });
    const claimed = claim.after.messages.find(({ attempt }) => attempt?.by?.life === life);
    if (claim.before === claim.after || claimed === undefined) return;
    const attended = this.attended;
    this.attended = false;
    const outcome = await sendQueued(this.deps, session, claimed, (send) =>
      attended ? withSignIn(send) : send(),
    );
    if (outcome === undefined) {
      await this.apply({ type: 'sent', id: claimed.id, life });
      return;
    }
    this.deps.log.warn('A waiting message could not be sent.');
    await this.apply({ type: 'failed', id: claimed.id, life, ...outcome });
    // Refused as the task is busy: at its next rest.
    if (outcome.pause === undefined) {
      this.seen = undefined;
      session.reopen();
    }
  }

  /** A message that a window was sending when it went away: nobody knows whether it arrived. */
  private async takeOver(): Promise<void> {
    const lost = this.outbox.messages.find(({ attempt }) => attempt?.by && this.isGone(attempt.by));
    const by = lost?.attempt?.by;
    if (lost === undefined || by === undefined) return;
    const message = `A window was closed while it sent this message, so it may have arrived. ${lookWords} before you send it again.`;
    const pause: Pause = { kind: 'doubt', message };
    await this.apply({ type: 'failed', id: lost.id, life: by.life, doubtful: true, pause });
    this.doubtDue = true;
  }

  private isGone({ life, pid, at }: Sender): boolean {
    if (life === this.deps.life) return false;
    return pid === process.pid || !this.deps.isAlive(pid) || Date.now() - at > LONGEST_SEND_MS;
  }

  /** Looks whether a message of unknown fate has turned up in the conversation (rule 9 of api.md). */
  private async settleDoubt(session: TaskSession): Promise<void> {
    const doubtful = this.outbox.messages.find(({ attempt }) => attempt && attempt.by === undefined);
    if (!this.doubtDue || doubtful?.attempt === undefined) return;
    this.doubtDue = false;
    const { id, text, attempt } = doubtful;
    try {
      const message = { text: this.deps.masked(text), ...attempt };
      if (await new FollowUpDelivery(this.deps, session, text, message, id).arrived())
        await this.apply({ type: 'found', id });
    } catch (error) {
      const why = isSigmicError(error) ? error.kind : String(error);
      this.deps.log.debug(`Whether a message arrived cannot be told: ${why}`);
    }
  }
}
