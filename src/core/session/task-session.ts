import type { SendOptions } from '../api/client';
import type { StreamEvent } from '../api/events';
import { isSigmicError, SigmicError } from '../api/errors';
import type { Task } from '../api/schemas';
import type { UploadFile } from '../api/upload';
import { maskTranscript } from '../masking/mask-transcript';
import type { Mask } from '../masking/mask';
import { cancelTask, type CancelOutcome } from './cancel-task';
import { Conversation } from './conversation';
import { closeTurn } from './end-turn';
import { Follower } from './follower';
import { newTurn } from './new-turn';
import type { Patch } from './patch';
import {
  isSameCall,
  type OpeningMessage,
  type SessionDeps,
  type SessionUpdate,
  type ShownCall,
  type WaitingTool,
} from './session-types';
import { sleep } from './sleep';
import { isActive, type Connection, type TaskHead } from './state';
import { headOf, endOf, statusAfter } from './task-head';
import type { ApprovalOutcome, ToolAnswer, Transcript } from './transcript';
import { isFateUnknown, sentMessage, wasDelivered, type SentMessage } from './was-delivered';

export type * from './session-types';

/** How long (ms) the record of a task may say that it runs although its turn has ended. */
const RECORD_LAG_MS = 500;

/**
 * One live conversation: the owner of its transcript. It follows the task's stream to the end, across any number of
 * connections, and tells its listeners what changed. It lives until `dispose`.
 */
export class TaskSession {
  private readonly conversation = new Conversation();
  private state: TaskHead;
  private link: Connection = { kind: 'connecting' };
  private readonly listeners = new Set<(update: SessionUpdate) => void>();
  private readonly follower: Follower;
  private readonly lifetime = new AbortController();

  constructor(
    readonly taskId: string,
    private readonly deps: SessionDeps,
    seed?: Task,
    opening?: OpeningMessage,
  ) {
    this.state = headOf(taskId, seed);
    if (opening !== undefined) this.conversation.apply([newTurn(this.transcript, opening, 'sent', deps)]);
    this.follower = new Follower(deps, {
      open: (options) => this.deps.client.openStream(taskId, options),
      onConnect: () => this.conversation.beginReplay(),
      onEvent: (event) => this.receive(event),
      onConnection: (connection) => this.emit({ connection }),
      afterStream: (signal) => this.afterStream(signal),
    });
    this.follower.start();
    if (seed === undefined)
      void this.refresh().catch((error: unknown) => this.logFailure('Could not read the task', error));
  }

  get head(): TaskHead {
    return this.state;
  }

  get transcript(): Transcript {
    return this.conversation.transcript;
  }

  get connection(): Connection {
    return this.link;
  }

  /** The questions open now, in order. */
  get waiting(): readonly WaitingTool[] {
    // A task that this key cannot reach asks nobody here.
    if (this.link.kind === 'failed') return [];
    return this.conversation.waiting.map(({ callId = '', toolName, args, seal }) => ({
      taskId: this.taskId,
      taskTitle: this.state.title,
      callId,
      toolName,
      args,
      ...(seal !== undefined && { seal }),
    }));
  }

  /** Calls `listener` with every change from now on; returns what ends it. */
  onUpdate(listener: (update: SessionUpdate) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The network, the machine or the key came back: try at once. */
  wake(): void {
    this.follower.wake();
  }

  /** Opens the stream anew: something may have happened that it did not tell. */
  reopen(): void {
    this.follower.restart();
  }

  /** There are other secrets than before: what is on screen is masked, and the stream opened anew, to be masked from now on. */
  remask(mask: Mask): void {
    this.apply(maskTranscript(this.transcript, mask));
    this.setHead({ ...mask.json(this.state), id: this.taskId, status: this.state.status });
    if (this.link.kind === 'connected' || this.link.kind === 'connecting') this.reopen();
  }

  /** The task's record as a list tells it. One that runs although this session rests was taken up elsewhere. */
  notice(task: Task): void {
    if (this.link.kind !== 'idle' || !isActive(task.status)) return;
    this.setHead(headOf(this.taskId, task));
    this.reopen();
  }

  /**
   * Sends a follow-up. It shows at once as pending; when it is refused it is taken back and the SigmicError thrown. When its
   * fate is unknown the saved history decides (rule 9): never sent twice, never called lost when it arrived.
   */
  async send(text: string, files: readonly UploadFile[], options: SendOptions = {}): Promise<void> {
    const placed = newTurn(
      this.transcript,
      { text, attachments: files.map(({ name }) => ({ name })) },
      'pending',
      this.deps,
    );
    const { turn } = placed;
    const message = sentMessage(turn.user?.text ?? text, this.deps.clock.now(), this.transcript);
    this.apply([placed]);
    try {
      await this.deps.client.sendMessage(this.taskId, { message: text, files }, options);
    } catch (error) {
      if (!isFateUnknown(error) || !(await this.hasArrived(turn.key, message))) {
        this.apply([{ op: 'removeTurn', turn: turn.key }]);
        throw error;
      }
    }
    // Said first, so that at no moment the session seems to rest.
    this.setHead({ ...this.state, status: 'running' });
    const sent = this.conversation.turn(turn.key)?.user;
    if (sent?.delivery === 'pending')
      this.apply([{ op: 'user', turn: turn.key, user: { ...sent, delivery: 'sent' } }]);
    // Rule 7: the stream may have ended before, or belong to the idle task.
    this.follower.restart();
  }

  /**
   * Answers a tool's question, once: while an answer is on its way or given, or when the question is closed, nothing is sent
   * and the result is `closed`; so it is when another call than `shown` would be approved. On a failure after which the
   * question still stands it opens again and the error is thrown.
   */
  async answer(callId: string, outcome: ApprovalOutcome, shown?: ShownCall): Promise<'answered' | 'closed'> {
    const asked = this.waiting.find((tool) => tool.callId === callId);
    if (asked === undefined) return 'closed';
    if (outcome !== 'cancel' && shown !== undefined && !isSameCall(asked, shown)) return 'closed';
    this.setAnswer(callId, { outcome, state: 'sending' });
    try {
      await this.deps.client.answerTool(this.taskId, callId, outcome);
      this.setAnswer(callId, { outcome, state: 'sent' });
      return 'answered';
    } catch (error) {
      if (isSigmicError(error) && error.code === 'NOT_FOUND') {
        this.setAnswer(callId, { outcome, state: 'elsewhere' });
        return 'closed';
      }
      if (await this.stillAsks(callId, error)) {
        this.setAnswer(callId, undefined);
        throw error;
      }
      this.setAnswer(callId, { outcome, state: 'sent' });
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
    if (outcome.task !== undefined && !this.takeOver(outcome.task)) this.follower.restart();
    return outcome;
  }

  /** Ends the stream and every wait; no listener is called afterwards. */
  dispose(): void {
    this.lifetime.abort();
    this.listeners.clear();
    this.follower.dispose();
  }

  private receive(event: StreamEvent): void {
    if (event.type === 'status') {
      this.setHead({ ...this.state, activity: event.data.message || event.data.status });
      return;
    }
    this.tell(this.conversation.receive(event));
    if (event.type === 'history_message') return;
    const status = statusAfter(this.state.status, event, this.waiting.length);
    this.setHead({
      ...this.state,
      status,
      activity: event.type === 'done' ? undefined : this.state.activity,
    });
  }

  /** By the saved history, or else by what the stream told meanwhile; false also when nothing can be told. */
  private async hasArrived(turn: string, message: SentMessage): Promise<boolean> {
    const saved = await wasDelivered(this.deps.client, this.taskId, message).catch(() => false);
    return saved || this.conversation.turn(turn)?.user?.delivery === 'sent';
  }

  /** Whether the task goes on. The record may lag behind a turn that has just ended: then it is read a second time. */
  private async afterStream(signal: AbortSignal): Promise<boolean> {
    if (this.transcript.turns.at(-1)?.end !== undefined) {
      const task = await this.read(signal);
      if (!isActive(task.status)) return this.conclude(task);
      await sleep(this.deps.clock, RECORD_LAG_MS, signal);
    }
    return this.conclude(await this.read(signal));
  }

  /** Reads the task anew; true while the server still works on it. */
  private async refresh(): Promise<boolean> {
    return this.takeOver(await this.read());
  }

  /** A record that comes after `signal` is of no use: a new turn may have begun since it was written. */
  private async read(signal = this.lifetime.signal): Promise<Task> {
    const task = await this.deps.client.getTask(this.taskId, { signal });
    if (signal.aborted) throw new SigmicError('cancelled', 'The record came too late.');
    return task;
  }

  private takeOver(task: Task): boolean {
    const active = isActive(task.status);
    this.setHead({ ...headOf(this.taskId, task), activity: active ? this.state.activity : undefined });
    return active;
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
      this.apply(closeTurn(last, end));
    return this.takeOver(task);
  }

  /** Whether, after a failed answer, the question is still open; when even that cannot be told, it is. */
  private async stillAsks(callId: string, error: unknown): Promise<boolean> {
    if (!isSigmicError(error) || !error.sent || error.kind === 'rejected' || error.kind === 'auth')
      return true;
    try {
      const task = await this.read();
      return task.pendingApprovals.some((approval) => approval.callId === callId);
    } catch (failure) {
      this.logFailure('Could not tell whether an answer arrived', failure);
      return true;
    }
  }

  private setAnswer(callId: string, answer: ToolAnswer | undefined): void {
    this.tell(this.conversation.setAnswer(callId, answer));
    if (isActive(this.state.status))
      this.setHead({ ...this.state, status: this.waiting.length > 0 ? 'awaiting_approval' : 'running' });
  }

  private apply(patches: readonly Patch[]): void {
    this.tell(this.conversation.apply(patches));
  }

  private tell(patches: readonly Patch[]): void {
    if (patches.length > 0) this.emit({ patches });
  }

  private setHead(head: TaskHead): void {
    const keys = ['title', 'status', 'autoExecute', 'activity'] as const;
    if (keys.every((key) => head[key] === this.state[key])) return;
    this.state = head;
    this.emit({ head });
  }

  private emit(update: Partial<SessionUpdate>): void {
    if (this.lifetime.signal.aborted) return;
    if (update.connection !== undefined) this.link = update.connection;
    for (const listener of [...this.listeners]) listener({ patches: [], ...update });
  }

  private logFailure(what: string, error: unknown): void {
    if (!isSigmicError(error, 'cancelled'))
      this.deps.log.warn(`${what}: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}
