import type { ToolOutcome } from '../api/types';

export type { ToolOutcome } from '../api/types';

/**
 * The conversation as people see it: turns, and in a turn the user's message, then segments in order of arrival, then
 * how it ended. Plain immutable data that goes over the protocol as it is. Keys are stable for the life of a turn, also
 * across reconnects, so that a view keeps what it had open.
 */
export interface Transcript {
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** Local and stable; not the server's message id. */
  readonly key: string;
  /** Absent only when the server replays an answer that no question came before. */
  readonly user?: UserMessage | undefined;
  readonly segments: readonly Segment[];
  /** In a view only: how many segments come before these (turn-window.ts). */
  readonly earlier?: number | undefined;
  /** Absent while the turn runs (or has not been seen to end). */
  readonly end?: TurnEnd | undefined;
}

export interface UserMessage {
  /** The server's id, once a replay has told it. */
  readonly id?: string | undefined;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** ISO 8601, or undefined for a message of which the server told no time. */
  readonly createdAt?: string | undefined;
  /** `pending` while the request is on its way, `failed` when it was refused or its fate is unknown. */
  readonly delivery: 'sent' | 'pending' | 'failed';
}

export interface Attachment {
  readonly name: string;
  /** Path in the task's workspace, once the server has it. */
  readonly path?: string | undefined;
}

export type Segment = TextSegment | ThoughtSegment | ToolSegment | SubagentSegment | ErrorSegment;

export interface TextSegment {
  readonly kind: 'text';
  readonly key: string;
  /** Markdown. */
  readonly text: string;
}

export interface ThoughtSegment {
  readonly kind: 'thought';
  readonly key: string;
  readonly subject: string;
  readonly description?: string | undefined;
  /** In a view only: how many characters are left out (excerpt.ts). */
  readonly cut?: number | undefined;
}

/**
 * The server's words for a tool's state, reduced to those a view needs. `unknown`: the turn ended before its outcome was
 * told. `cancelled`: rejected or never run.
 */
export type ToolStatus =
  'pending' | 'awaiting_approval' | 'executing' | 'success' | 'error' | 'cancelled' | 'unknown';

/** What the person answered here, before the server tells the tool's next state. */
export interface ToolAnswer {
  readonly outcome: ToolOutcome;
  /** `sending`: on its way. `sent`: accepted. `elsewhere`: the server no longer waits for this answer (rule 6). */
  readonly state: 'sending' | 'sent' | 'elsewhere';
}

export interface ToolSegment {
  readonly kind: 'tool';
  readonly key: string;
  /** Undefined for a subagent's tools: the API gives those no id. */
  readonly callId?: string | undefined;
  readonly toolName: string;
  readonly status: ToolStatus;
  /** JSON as the server sent it. */
  readonly args?: unknown;
  /** See ShownCall. */
  readonly seal?: string | undefined;
  /** A string, or JSON as the server sent it; undefined while there is none. */
  readonly output?: unknown;
  readonly answer?: ToolAnswer | undefined;
  /** As a thought's; of a result, or of the arguments of a call that is over. */
  readonly cut?: number | undefined;
}

export type SubagentItem = ThoughtSegment | ToolSegment;

export interface SubagentSegment {
  readonly kind: 'subagent';
  readonly key: string;
  readonly agentName: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly objective?: string | undefined;
  /** Its own thoughts and tools, in order of arrival. */
  readonly items: readonly SubagentItem[];
  /** In a view only: how many items come before these (agent-window.ts). */
  readonly earlier?: number | undefined;
  /** `reason` is the server's word, `GOAL` when it reached its objective. */
  readonly end?: { readonly reason: string; readonly result?: unknown } | undefined;
  /** As a thought's; of its result. */
  readonly cut?: number | undefined;
}

export interface ErrorSegment {
  readonly kind: 'error';
  readonly key: string;
  readonly message: string;
  readonly code?: string | undefined;
}

/** How a turn ended; `message` says why when it failed. */
export interface TurnEnd {
  readonly kind: 'completed' | 'failed' | 'cancelled';
  readonly message?: string | undefined;
}

export const emptyTranscript: Transcript = { turns: [] };

/** Whether no further state of this tool is to be expected. */
export function isSettled(status: ToolStatus): boolean {
  return status === 'success' || status === 'error' || status === 'cancelled' || status === 'unknown';
}

/** Whether the tool still waits for this person's answer (rule 6 of api.md: an answered question is closed). */
export function isWaiting(tool: ToolSegment): boolean {
  return tool.status === 'awaiting_approval' && tool.answer === undefined;
}
