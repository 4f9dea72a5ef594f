import {
  SigmicClient,
  type CallOptions,
  type ClientOptions,
  type NewMessage,
  type NewTask,
  type SendOptions,
  type StreamOptions,
  type TaskPage,
  type ToolOutcome,
} from '../api/client';
import type { StreamEvent } from '../api/events';
import type { CreatedTask, History, Task } from '../api/schemas';
import type { Mask } from './mask';
import { maskError, maskHistory, maskTask } from './masked-payloads';
import { maskStream } from './masked-stream';

/**
 * The client as everything else gets it: what the server says is masked before anybody sees it. Only files come as they are
 * (`listArtifacts`, `downloadArtifact`): a changed path finds nothing, and a changed file is another file.
 */
export class MaskedClient extends SigmicClient {
  /** `mask` is asked for each answer; undefined while there is nothing to mask, and then this costs nothing. */
  constructor(
    options: ClientOptions,
    private readonly mask: () => Mask | undefined,
  ) {
    super(options);
  }

  override createTask(input: NewTask, options?: SendOptions): Promise<CreatedTask> {
    return this.masked(super.createTask(input, options));
  }

  override listTasks(page?: { limit?: number; offset?: number }, options?: CallOptions): Promise<TaskPage> {
    return this.masked(super.listTasks(page, options), (list, mask) => ({
      ...list,
      tasks: list.tasks.map((task) => maskTask(task, mask)),
    }));
  }

  override getTask(id: string, options?: CallOptions): Promise<Task> {
    return this.masked(super.getTask(id, options), maskTask);
  }

  override sendMessage(id: string, input: NewMessage, options?: SendOptions): Promise<void> {
    return this.masked(super.sendMessage(id, input, options));
  }

  override openStream(id: string, options?: StreamOptions): AsyncIterable<StreamEvent> {
    const mask = this.mask();
    const events = super.openStream(id, options);
    return mask === undefined ? events : maskStream(events, mask);
  }

  override getHistory(id: string, options?: CallOptions): Promise<History> {
    return this.masked(super.getHistory(id, options), maskHistory);
  }

  override answerTool(
    id: string,
    callId: string,
    outcome: ToolOutcome,
    options?: CallOptions,
  ): Promise<boolean> {
    return this.masked(super.answerTool(id, callId, outcome, options));
  }

  override cancelTask(id: string, options?: CallOptions): Promise<string> {
    return this.masked(super.cancelTask(id, options), (text, mask) => mask.text(text));
  }

  private async masked<T>(answer: Promise<T>, apply?: (value: T, mask: Mask) => T): Promise<T> {
    try {
      const value = await answer;
      const mask = this.mask();
      return mask === undefined || apply === undefined ? value : apply(value, mask);
    } catch (error) {
      const mask = this.mask();
      throw mask === undefined ? error : maskError(error, mask);
    }
  }
}
