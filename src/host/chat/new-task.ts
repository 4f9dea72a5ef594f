import {
  SigmicError,
  type CreatedTask,
  type NewTask,
  type SigmicClient,
  type Task,
  type UploadFile,
} from '../../core/api';
import { CLOCK_SKEW_MS } from '../../core/session/was-delivered';
import type { TaskVariables } from '../variable-source';
import type { Delivery, Progress } from './delivery';
import type { SendLedger } from './send-ledger';
import type { Attempt } from './sending';

/** So many of the newest tasks are looked through for one that may have been made, a page at a time. */
const MOST_LOOKED_AT = 200;
const PAGE = 50;

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
  private sentNames: readonly string[] = [];

  constructor(
    private readonly client: Pick<SigmicClient, 'createTask' | 'listTasks' | 'clockAhead'>,
    private readonly draft: NewTaskDraft,
    readonly attempt: Extract<Attempt, { kind: 'task' }>,
    private readonly deps: {
      /** Takes a task for that of one attempt; false when it is another one's, of whatever window of this machine. */
      readonly claim: (taskId: string, attemptId: string) => Promise<boolean>;
      readonly ledger: Pick<SendLedger, 'begin' | 'end' | 'others'>;
      /** What is sent and where to, as all windows name it. */
      readonly words: string;
      readonly maskText: (text: string) => string;
      readonly created: (task: Task, files: readonly string[]) => void;
    },
  ) {}

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
    const { id, status } = await this.create(input, progress);
    const record = { id, status, message: this.deps.maskText(message), autoExecute, pendingApprovals: [] };
    this.deps.created(record, this.sentNames);
  }

  async arrived(): Promise<boolean | undefined> {
    // The list leaves such tasks out, and only their id would lead to them.
    if (!this.draft.showInHistory) return undefined;
    for (let offset = 0; offset < MOST_LOOKED_AT; offset += PAGE) {
      const { tasks, pagination } = await this.client.listTasks({ limit: PAGE, offset });
      const like = tasks.filter((task) => this.isLike(task));
      // Until another window has its task, that could be taken for this one.
      if (like.length > 0)
        await this.deps.ledger.others(this.deps.words, this.attempt.id, this.attempt.sentAt);
      for (const task of like) {
        if (!(await this.deps.claim(task.id, this.attempt.id))) continue;
        this.deps.created(task, this.sentNames);
        return true;
      }
      const last = tasks.at(-1);
      if (!pagination.hasMore || last === undefined || this.isEarlier(last.lastActivityAt)) return false;
    }
    return false;
  }

  private async create(input: NewTask, progress: Progress): Promise<CreatedTask> {
    const { ledger, words, claim } = this.deps;
    await ledger.begin(words, this.attempt.id);
    try {
      const task = await this.client.createTask(input, progress);
      await claim(task.id, this.attempt.id);
      return task;
    } finally {
      await ledger.end(words, this.attempt.id);
    }
  }

  private isLike(task: Task): boolean {
    return (
      task.message.trim() === this.deps.maskText(this.draft.message).trim() &&
      !this.isEarlier(task.createdAt) &&
      !this.attempt.known.includes(task.id)
    );
  }

  /** Whether that was before the attempt, by the server's clock; false when the time is not told. */
  private isEarlier(time: string | null | undefined): boolean {
    return Date.parse(time ?? '') < this.attempt.sentAt + this.client.clockAhead() - CLOCK_SKEW_MS;
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
