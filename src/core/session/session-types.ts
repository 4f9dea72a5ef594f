import type { SigmicClient } from '../api/client';
import type { Clock } from '../api/clock';
import type { Logger } from '../api/logger';
import type { Patch } from './patch';
import type { Connection, TaskHead } from './state';
import type { Attachment } from './transcript';

/** What changed: patches in order, and `head` or `connection` when they are other than before. */
export interface SessionUpdate {
  readonly patches: readonly Patch[];
  readonly head?: TaskHead;
  readonly connection?: Connection;
}

/** A tool call that waits for this person's answer, bound to the arguments shown. */
export interface WaitingTool {
  readonly taskId: string;
  readonly taskTitle: string;
  readonly callId: string;
  readonly toolName: string;
  readonly args: unknown;
}

/** The calls a session makes. */
export type SessionApi = Pick<
  SigmicClient,
  'openStream' | 'getTask' | 'getHistory' | 'sendMessage' | 'answerTool' | 'cancelTask'
>;

/** The message a task was created with here: shown at once, before the stream tells it. */
export interface OpeningMessage {
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface SessionDeps {
  readonly client: SessionApi;
  readonly log: Logger;
  readonly clock: Clock;
  /** [0, 1), for jitter. */
  readonly random: () => number;
}
