import type { SigmicClient } from '../api/client';
import type { Clock } from '../api/clock';
import type { Logger } from '../api/logger';
import { equalJson } from './equal-json';
import type { Patch } from './patch';
import type { Connection, TaskHead } from './state';
import type { Attachment } from './transcript';

/** What changed: patches in order, and `head` or `connection` when they are other than before. */
export interface SessionUpdate {
  readonly patches: readonly Patch[];
  readonly head?: TaskHead;
  readonly connection?: Connection;
}

/** What a person sees of a tool call: an approval holds for this and for nothing else. */
export interface ShownCall {
  readonly toolName: string;
  readonly args?: unknown;
  /** Of a call in which secrets are masked: tells it apart from another one that looks the same. */
  readonly seal?: string | undefined;
}

/** A tool call that waits for this person's answer. */
export interface WaitingTool extends ShownCall {
  readonly taskId: string;
  readonly taskTitle: string;
  readonly callId: string;
  readonly args: unknown;
}

/** Whether the two would do the same. */
export function isSameCall(a: ShownCall, b: ShownCall): boolean {
  return a.toolName === b.toolName && a.seal === b.seal && equalJson(a.args, b.args);
}

/** The calls a session makes. */
export type SessionApi = Pick<
  SigmicClient,
  'clockAhead' | 'openStream' | 'getTask' | 'getHistory' | 'sendMessage' | 'answerTool' | 'cancelTask'
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
  /** What is said here, as the server's answers will tell it: with secrets masked. */
  readonly maskText?: ((text: string) => string) | undefined;
}
