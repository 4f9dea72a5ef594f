import type { ErrorAction } from '../api/explanation';
import type { TaskStatus } from '../api/schemas';

/**
 * The connection of a session, in one word for the view to put into words.
 * - `idle`: nothing runs, no stream is needed. `connecting`: the first time. `connected`: live; `heardAt` (epoch ms) is said only
 *   while that is in doubt: a heartbeat has not come since.
 * - `reconnecting`: lost, trying again; `retryAt` (epoch ms) when the next attempt comes, undefined while one is under way. `heardAt`:
 *   the last sign of life, if there was any. Why, in words for people, and what helps besides waiting.
 * - `polling`: the stream says nothing although the task runs, which is looked at by other calls until it speaks. Why, and what helps.
 * - `signedOut`: the key was refused; it waits for another one. `failed`: it cannot go on (the task does not exist, forbidden): why, in
 *   words for people, and what helps.
 */
export type Connection =
  | { readonly kind: 'idle' | 'connecting' | 'signedOut' }
  | { readonly kind: 'connected'; readonly heardAt?: number | undefined }
  | {
      readonly kind: 'reconnecting';
      readonly retryAt?: number | undefined;
      readonly heardAt?: number | undefined;
      readonly reason: string;
      readonly action?: HelpfulAction | undefined;
    }
  | {
      readonly kind: 'failed' | 'polling';
      readonly reason: string;
      readonly action?: HelpfulAction | undefined;
    };

interface HelpfulAction {
  readonly id: ErrorAction;
  readonly label: string;
}

/** What a session knows of its task besides the transcript. */
export interface TaskHead {
  readonly id: string;
  /** The first message: what the task is called. */
  readonly title: string;
  /** Undefined until the server has told it. */
  readonly status?: TaskStatus | undefined;
  readonly autoExecute?: boolean | undefined;
  /** What the agent is at, in the server's words (`status` events); undefined when idle or unsaid. */
  readonly activity?: string | undefined;
}

/** Whether the server still works on a task of this status (it may wait for an answer). */
export function isActive(status: TaskStatus | undefined): boolean {
  return status === 'pending' || status === 'running' || status === 'awaiting_approval';
}
