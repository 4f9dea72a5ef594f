import { SigmicError, type History, type StreamEvent, type Task } from '../../../src/core/api';
import type { SessionApi } from '../../../src/core/session/task-session';

/** One connection, spoken by the test: `say` events, then `end` or `drop`. */
export class ScriptedStream implements AsyncIterable<StreamEvent> {
  private readonly queue: StreamEvent[] = [];
  private ending: SigmicError | 'ended' | undefined;
  private wake: () => void = () => undefined;
  closed = false;

  constructor(
    readonly signal: AbortSignal | undefined,
    private readonly onAlive: () => void,
  ) {
    signal?.addEventListener('abort', () => this.drop(new SigmicError('cancelled', 'aborted')));
  }

  say(...events: StreamEvent[]): this {
    this.onAlive();
    this.queue.push(...events);
    this.wake();
    return this;
  }

  end(): void {
    this.ending ??= 'ended';
    this.wake();
  }

  drop(error: SigmicError = new SigmicError('network', 'reset')): void {
    this.ending ??= error;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<StreamEvent> {
    try {
      for (;;) {
        const event = this.queue.shift();
        if (event !== undefined) yield event;
        else if (this.ending === 'ended') return;
        else if (this.ending !== undefined) throw this.ending;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.closed = true;
    }
  }
}

/** The calls of a session, answered by the test. */
export class ScriptedApi implements SessionApi {
  task: Task = { id: 't', status: 'running', message: 'The task', pendingApprovals: [] };
  history: History = { taskId: 't', messages: [] };
  readonly streams: ScriptedStream[] = [];
  readonly sent: string[] = [];
  readonly answers: string[] = [];
  cancelled = 0;
  onSend: () => Promise<void> = () => Promise.resolve();
  onAnswer: () => Promise<boolean> = () => Promise.resolve(true);
  onCancel: () => Promise<string> = () => Promise.resolve('stopped');
  ahead = 0;
  onGetTask: () => Promise<Task> = () => Promise.resolve(this.task);
  private opened: () => void = () => undefined;

  clockAhead(): number {
    return this.ahead;
  }

  openStream(
    _id: string,
    options?: { signal?: AbortSignal | undefined; onAlive?: (() => void) | undefined },
  ): ScriptedStream {
    const stream = new ScriptedStream(options?.signal, options?.onAlive ?? (() => undefined));
    this.streams.push(stream);
    this.opened();
    return stream;
  }

  /** The `n`th connection (from 1), as soon as the session opens it. */
  async stream(n: number): Promise<ScriptedStream> {
    for (;;) {
      const stream = this.streams[n - 1];
      if (stream !== undefined) return stream;
      await new Promise<void>((resolve) => (this.opened = resolve));
    }
  }

  getTask(): Promise<Task> {
    return this.onGetTask();
  }

  getHistory(): Promise<History> {
    return Promise.resolve(this.history);
  }

  sendMessage(_id: string, { message }: { message: string }): Promise<void> {
    this.sent.push(message);
    return this.onSend();
  }

  answerTool(_id: string, callId: string, outcome: string): Promise<boolean> {
    this.answers.push(`${callId} ${outcome}`);
    return this.onAnswer();
  }

  cancelTask(): Promise<string> {
    this.cancelled += 1;
    return this.onCancel();
  }
}
