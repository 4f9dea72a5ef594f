import { SigmicError, type SigmicClient, type Task, type UploadFile } from '../../core/api';
import { CLOCK_SKEW_MS } from '../../core/session/was-delivered';
import type { TaskVariables } from '../variable-source';
import type { Delivery, Progress } from './delivery';

/** What a new task is made of, besides its files. */
export interface NewTaskDraft {
  readonly message: string;
  readonly systemPrompt?: string | undefined;
  readonly autoExecute: boolean;
  readonly showInHistory: boolean;
  /** Asked for when it is sent; throws when they cannot be had. */
  readonly variables: () => Promise<TaskVariables>;
}

/** The creation of one task. `created` gets its record and the names of its files, also when it was found only afterwards. */
export class NewTaskDelivery implements Delivery {
  private readonly startedAt: number;
  private sentNames: readonly string[] = [];

  constructor(
    private readonly client: Pick<SigmicClient, 'createTask' | 'listTasks'>,
    private readonly draft: NewTaskDraft,
    private readonly deps: {
      readonly now: () => number;
      /** Tasks that were there before this one. */
      readonly known: readonly string[];
      readonly maskText: (text: string) => string;
      readonly created: (task: Task, files: readonly string[]) => void;
    },
  ) {
    this.startedAt = deps.now();
  }

  async send(files: readonly UploadFile[], progress: Progress): Promise<void> {
    this.sentNames = files.map(({ name }) => name);
    const { message, systemPrompt, autoExecute, showInHistory } = this.draft;
    const { env, secrets } = await this.draft.variables();
    if (files.length > 0 && (isSome(env) || isSome(secrets))) throw filesWithVariables();
    const input = {
      message,
      autoExecute,
      showInHistory,
      ...(systemPrompt?.trim() && { systemPrompt }),
      ...(files.length > 0 && { files }),
      ...(isSome(env) && { env }),
      ...(isSome(secrets) && { secrets }),
    };
    const { id, status } = await this.client.createTask(input, progress);
    const record = { id, status, message: this.deps.maskText(message), autoExecute, pendingApprovals: [] };
    this.deps.created(record, this.sentNames);
  }

  async arrived(): Promise<boolean> {
    const { tasks } = await this.client.listTasks({ limit: 20 });
    const found = tasks.find((task) => this.isThis(task));
    if (found !== undefined) this.deps.created(found, this.sentNames);
    return found !== undefined;
  }

  private isThis(task: Task): boolean {
    const createdAt = Date.parse(task.createdAt ?? '');
    return (
      task.message.trim() === this.deps.maskText(this.draft.message).trim() &&
      createdAt >= this.startedAt - CLOCK_SKEW_MS &&
      !this.deps.known.includes(task.id)
    );
  }
}

function isSome(names: Readonly<Record<string, string>> | undefined): boolean {
  return Object.keys(names ?? {}).length > 0;
}

function filesWithVariables(): SigmicError {
  return new SigmicError(
    'invalid',
    'Files cannot be sent together with environment variables or secrets. ' +
      'Start the task without the files and attach them to your next message.',
    { code: 'FILES_WITH_VARIABLES', sent: false },
  );
}
