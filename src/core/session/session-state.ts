import type { StreamEvent } from '../api/events';
import type { Task } from '../api/schemas';
import { Conversation } from './conversation';
import type { Patch } from './patch';
import type { SessionUpdate, WaitingTool } from './session-types';
import { isActive, type Connection, type TaskHead } from './state';
import { headOf, statusAfter } from './task-head';
import type { ToolAnswer, Transcript, Turn } from './transcript';

/** All that one session knows of its task. No I/O: whatever changes here is told to the listeners at once. */
export class SessionState {
  private readonly conversation = new Conversation();
  private currentHead: TaskHead;
  private link: Connection = { kind: 'connecting' };
  private readonly listeners = new Set<(update: SessionUpdate) => void>();
  private disposed = false;
  private told = false;

  constructor(
    private readonly taskId: string,
    seed: Task | undefined,
  ) {
    this.currentHead = headOf(taskId, seed);
  }

  get head(): TaskHead {
    return this.currentHead;
  }

  get transcript(): Transcript {
    return this.conversation.transcript;
  }

  get connection(): Connection {
    return this.link;
  }

  /** Whether a connection, or a look at the task, has told all of the conversation that was saved. */
  get isWhole(): boolean {
    return this.told;
  }

  /** The questions open now, in order. */
  get waiting(): readonly WaitingTool[] {
    if (!this.isReachable) return [];
    return this.conversation.waiting.map(({ callId = '', toolName, args, seal }) => ({
      taskId: this.taskId,
      taskTitle: this.head.title,
      callId,
      toolName,
      args,
      ...(seal !== undefined && { seal }),
    }));
  }

  turn(key: string): Turn | undefined {
    return this.conversation.turn(key);
  }

  /** Calls `listener` with every change from now on; returns what ends it. */
  onUpdate(listener: (update: SessionUpdate) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** A connection begins: the server is about to tell everything again. */
  beginReplay(): void {
    this.conversation.beginReplay();
  }

  receive(event: StreamEvent): void {
    if (event.type === 'status') {
      this.setHead({ ...this.head, activity: event.data.message || event.data.status });
      return;
    }
    this.tell(this.conversation.receive(event));
    if (event.type === 'history_message') return;
    this.told = true;
    const status = statusAfter(this.head.status, event, this.waitingCount);
    // Said once for thousands of events.
    if (status === this.head.status && event.type !== 'done') return;
    this.setHead({
      ...this.head,
      status,
      activity: event.type === 'done' ? undefined : this.head.activity,
    });
  }

  /** Takes over the task's record; true while the server still works on it. */
  takeOver(task: Task): boolean {
    const active = isActive(task.status);
    this.setHead({ ...headOf(this.taskId, task), activity: active ? this.head.activity : undefined });
    return active;
  }

  /** Marks the answer to a tool that still waits, or that there is none (any more). */
  setAnswer(callId: string, answer: ToolAnswer | undefined): void {
    this.tell(this.conversation.setAnswer(callId, answer));
    if (isActive(this.head.status))
      this.setHead({ ...this.head, status: this.waitingCount > 0 ? 'awaiting_approval' : 'running' });
  }

  /** Applies patches that do not come from the stream. */
  apply(patches: readonly Patch[]): void {
    this.tell(this.conversation.apply(patches));
  }

  setHead(head: TaskHead): void {
    const keys = ['title', 'status', 'autoExecute', 'activity'] as const;
    if (keys.every((key) => head[key] === this.head[key])) return;
    this.currentHead = head;
    this.emit({ head });
  }

  setConnection(connection: Connection): void {
    if (this.disposed) return;
    this.link = connection;
    this.emit({ connection });
  }

  /** No listener is called afterwards. */
  dispose(): void {
    this.disposed = true;
    this.listeners.clear();
  }

  private get waitingCount(): number {
    return this.isReachable ? this.conversation.waitingCount : 0;
  }

  /** A task that this key cannot reach asks nobody here. */
  private get isReachable(): boolean {
    return this.link.kind !== 'failed';
  }

  private tell(patches: readonly Patch[]): void {
    if (patches.length > 0) this.emit({ patches });
  }

  private emit(update: Partial<SessionUpdate>): void {
    if (this.disposed) return;
    for (const listener of [...this.listeners]) listener({ patches: [], ...update });
  }
}
