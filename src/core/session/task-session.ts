import type { SendOptions } from '../api/client';
import { isSigmicError, SigmicError } from '../api/errors';
import type { Task } from '../api/schemas';
import type { UploadFile } from '../api/upload';
import { maskTranscript } from '../masking/mask-transcript';
import type { Mask } from '../masking/mask';
import { cancelTask, type CancelOutcome } from './cancel-task';
import { closeTurn } from './end-turn';
import { Follower, type WakeReason } from './follower';
import type { Sight } from './lookout';
import { newTurn } from './new-turn';
import {
  isSameCall,
  type OpeningMessage,
  type SessionDeps,
  type SessionUpdate,
  type ShownCall,
  type WaitingTool,
} from './session-types';
import { SessionState } from './session-state';
import { sleep } from './sleep';
import { isActive, type Connection, type TaskHead } from './state';
import { endOf, headOf } from './task-head';
import { toldByRecord } from './told-by-record';
import type { ToolOutcome, Transcript } from './transcript';
import { findDelivered, isFateUnknown, sentMessage, type SentMessage } from './was-delivered';

export type * from './session-types';

/** How long (ms) the record of a task may say that it runs although its turn has ended. */
const RECORD_LAG_MS = 500;

/**
 * One live conversation: what it knows (SessionState), and its dealings with the server. It follows the task's stream to the
 * end, across any number of connections. It lives until `dispose`.
 */
export class TaskSession {
  private readonly state: SessionState;
  private readonly follower: Follower;
  private readonly lifetime = new AbortController();

  constructor(
    readonly taskId: string,
    private readonly deps: SessionDeps,
    seed?: Task,
    opening?: OpeningMessage,
  ) {
    this.state = new SessionState(taskId, seed);
    if (opening !== undefined) this.state.apply([newTurn(this.transcript, opening, 'sent', deps)]);
    this.follower = new Follower(deps, {
      open: (options) => this.deps.client.openStream(taskId, options),
      onReplay: () => this.state.beginReplay(),
      onEvent: (event) => this.state.receive(event),
      look: (signal) => this.look(signal),
      onConnection: (connection) => this.state.setConnection(connection),
      afterStream: (signal, attempt) => this.afterStream(signal, attempt),
    });
    this.follower.start();
    if (seed === undefined)
      void this.refresh().catch((error: unknown) => this.logFailure('Could not read the task', error));
  }

  get head(): TaskHead {
    return this.state.head;
  }

  get transcript(): Transcript {
    return this.state.transcript;
  }

  get connection(): Connection {
    return this.state.connection;
  }

  /** Whether the transcript has all that was saved: a long history takes a while to be told for the first time. */
  get isWhole(): boolean {
    return this.state.isWhole;
  }

  /** The questions open now, in order. */
  get waiting(): readonly WaitingTool[] {
    return this.state.waiting;
  }

  /** Calls `listener` with every change from now on; returns what ends it. */
  onUpdate(listener: (update: SessionUpdate) => void): () => void {
    return this.state.onUpdate(listener);
  }

  /** A good moment to try at once, unless the server has refused the key, said no, or said when to come back. */
  wake(why: WakeReason = 'chance'): void {
    this.follower.wake(why);
  }

  /** Opens the stream anew: something may have happened that it did not tell. */
  reopen(): void {
    this.follower.restart();
  }

  /** There are other secrets than before: what is on screen is masked, and the stream opened anew, to be masked from now on. */
  remask(mask: Mask): void {
    this.state.apply(maskTranscript(this.transcript, mask));
    this.state.setHead({ ...mask.json(this.head), id: this.taskId, status: this.head.status });
    if (hasStream(this.connection)) this.reopen();
  }

  /** The task's record as a list tells it. One that runs although this session rests was taken up elsewhere. */
  notice(task: Task): void {
    if (this.connection.kind !== 'idle' || !isActive(task.status)) return;
    this.state.setHead(headOf(this.taskId, task));
    this.reopen();
  }

  /**
   * Sends a follow-up. It shows at once as pending; when it is refused it is taken back and the SigmicError thrown. When its
   * fate is unknown the saved history decides (rule 9), or `look`, which knows more: never sent twice, never called lost when
   * it arrived.
   */
  async send(
    text: string,
    files: readonly UploadFile[],
    options: SendOptions = {},
    look?: () => Promise<boolean>,
  ): Promise<void> {
    const placed = newTurn(
      this.transcript,
      { text, attachments: files.map(({ name }) => ({ name })) },
      'pending',
      this.deps,
    );
    const { turn } = placed;
    const { client, clock } = this.deps;
    const said = turn.user?.text ?? text;
    const message = sentMessage(said, clock.now(), this.transcript, client.clockAhead());
    const isThere = look ?? (async () => (await this.isSaved(message)) || this.isTold(turn.key));
    this.state.apply([placed]);
    try {
      await this.deps.client.sendMessage(this.taskId, { message: text, files }, options);
    } catch (error) {
      if (!isFateUnknown(error) || !(await this.hasArrived(turn.key, isThere))) {
        // What the stream told meanwhile is somebody's message, if not this one.
        if (!this.isTold(turn.key)) this.state.apply([{ op: 'removeTurn', turn: turn.key }]);
        throw error;
      }
    }
    // Said first, so that at no moment the session seems to rest.
    this.state.setHead({ ...this.head, status: 'running' });
    const sent = this.state.turn(turn.key)?.user;
    if (sent?.delivery === 'pending')
      this.state.apply([{ op: 'user', turn: turn.key, user: { ...sent, delivery: 'sent' } }]);
    // Rule 7: the stream may have ended before, or belong to the idle task.
    this.follower.restart();
  }

  /**
   * Answers a tool's question, once: while an answer is on its way or given, or when the question is closed, nothing is sent
   * and the result is `closed`; so it is when another call than `shown` would be approved. On a failure after which the
   * question still stands it opens again and the error is thrown.
   */
  async answer(callId: string, outcome: ToolOutcome, shown?: ShownCall): Promise<'answered' | 'closed'> {
    const asked = this.waiting.find((tool) => tool.callId === callId);
    if (asked === undefined) return 'closed';
    if (outcome !== 'cancel' && shown !== undefined && !isSameCall(asked, shown)) return 'closed';
    this.state.setAnswer(callId, { outcome, state: 'sending' });
    try {
      await this.deps.client.answerTool(this.taskId, callId, outcome);
      this.state.setAnswer(callId, { outcome, state: 'sent' });
      return 'answered';
    } catch (error) {
      if (isSigmicError(error) && error.code === 'NOT_FOUND') {
        this.state.setAnswer(callId, { outcome, state: 'elsewhere' });
        return 'closed';
      }
      if (await this.stillAsks(callId, error)) {
        this.state.setAnswer(callId, undefined);
        throw error;
      }
      this.state.setAnswer(callId, { outcome, state: 'sent' });
      return 'answered';
    }
  }

  /** Stops the task and tells what came of it; throws the SigmicError of a cancel that failed. */
  async cancel(): Promise<CancelOutcome> {
    const outcome = await cancelTask(
      () => this.deps.client.cancelTask(this.taskId),
      () => this.read(),
    );
    // How it ended is told by its stream.
    if (outcome.task !== undefined && !this.state.takeOver(outcome.task)) this.follower.restart();
    return outcome;
  }

  /** Ends the stream and every wait; no listener is called afterwards. */
  dispose(): void {
    this.lifetime.abort();
    this.state.dispose();
    this.follower.dispose();
  }

  private async isSaved(message: SentMessage): Promise<boolean> {
    return (await findDelivered(this.deps.client, this.taskId, message)).length > 0;
  }

  /** By a look, or else by what the stream told meanwhile; false also when nothing can be told. */
  private async hasArrived(turn: string, look: () => Promise<boolean>): Promise<boolean> {
    return look().catch(() => this.isTold(turn));
  }

  /** Whether the stream has told of a message in this turn. */
  private isTold(turn: string): boolean {
    return this.state.turn(turn)?.user?.delivery === 'sent';
  }

  /** Whether the task goes on. The record may lag behind a turn that has just ended: then it is read a second time, once. */
  private async afterStream(signal: AbortSignal, attempt: number): Promise<boolean> {
    if (attempt === 0 && this.transcript.turns.at(-1)?.end !== undefined) {
      const task = await this.read(signal);
      if (!isActive(task.status)) return this.conclude(task);
      await sleep(this.deps.clock, RECORD_LAG_MS, signal);
    }
    return this.conclude(await this.read(signal));
  }

  /** Takes over what the record and the history know beyond the stream, as if a connection had told it. */
  private async look(signal: AbortSignal): Promise<Sight> {
    try {
      const task = await this.read(signal);
      const { messages } = await this.deps.client.getHistory(this.taskId, { signal });
      if (signal.aborted || task.status === 'unknown') return 'nothing';
      // The record may be older than a message that is on its way.
      if (this.transcript.turns.at(-1)?.user?.delivery === 'pending') return 'runs';
      this.state.beginReplay();
      for (const event of toldByRecord(task, messages, this.waiting)) this.state.receive(event);
      return this.conclude(task) ? 'runs' : 'over';
    } catch (error) {
      this.logFailure('Could not look at the task', error);
      return 'nothing';
    }
  }

  /** Reads the task anew; true while the server still works on it. */
  private async refresh(): Promise<boolean> {
    return this.state.takeOver(await this.read());
  }

  /** A record that comes after `signal` is of no use: a new turn may have begun since it was written. */
  private async read(signal = this.lifetime.signal): Promise<Task> {
    const task = await this.deps.client.getTask(this.taskId, { signal });
    if (signal.aborted) throw new SigmicError('cancelled', 'The record came too late.');
    return task;
  }

  /**
   * Takes over the record when the stream has told all it had, and ends the last turn as the record says. Not before: the
   * record may know of an end whose events are still on their way.
   */
  private conclude(task: Task): boolean {
    const last = this.transcript.turns.at(-1);
    const end = endOf(task);
    const ended = last?.end?.kind === end?.kind && last?.end?.message === end?.message;
    if (last !== undefined && end !== undefined && !ended && last.user?.delivery !== 'pending')
      this.state.apply(closeTurn(last, end));
    return this.state.takeOver(task);
  }

  /** Whether, after a failed answer, the question is still open; when even that cannot be told, it is. */
  private async stillAsks(callId: string, error: unknown): Promise<boolean> {
    if (!isSigmicError(error) || !error.sent || error.kind === 'rejected' || error.kind === 'auth')
      return true;
    try {
      const task = await this.read();
      // A record that waits for an answer need not list the questions.
      if (task.pendingApprovals.length === 0) return task.status === 'awaiting_approval';
      return task.pendingApprovals.some((approval) => approval.callId === callId);
    } catch (failure) {
      this.logFailure('Could not tell whether an answer arrived', failure);
      return true;
    }
  }

  private logFailure(what: string, error: unknown): void {
    if (!isSigmicError(error, 'cancelled'))
      this.deps.log.warn(`${what}: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** Whether there is a stream, or one is being opened, which is masked as things stood then. */
function hasStream(connection: Connection): boolean {
  if (connection.kind === 'reconnecting') return connection.retryAt === undefined;
  return ['connected', 'connecting', 'polling'].includes(connection.kind);
}
