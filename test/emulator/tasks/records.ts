import type { EnvMap } from '../auth/env-map';

/** The statuses of api.md. */
export type TaskStatus = 'pending' | 'running' | 'awaiting_approval' | 'completed' | 'failed' | 'cancelled';

/** A task as it is kept in task.json; secrets are never part of it. */
export interface TaskRecord {
  readonly id: string;
  /** Id (not the text) of the key or widget user that it belongs to. */
  readonly apiKeyId: string;
  readonly username: string;
  sessionId: string;
  readonly conversationId: string;
  status: TaskStatus;
  readonly message: string;
  readonly systemPrompt: string | null;
  readonly showInHistory: boolean;
  readonly autoExecute: boolean;
  readonly env: EnvMap | null;
  error: string | null;
  readonly createdAt: string;
  startedAt: string | null;
  completedAt: string | null;
  lastActivityAt: string;
}

export interface AttachedFile {
  readonly name: string;
  readonly path: string;
}

export interface Thought {
  readonly subject: string;
  readonly description?: string;
}

/** A tool call as it is kept in the conversation, in our own four status words. */
export interface ToolCallRecord {
  readonly callId: string;
  toolName: string;
  status: string;
  args?: unknown;
  output?: unknown;
}

/** One message of conversation.json. */
export interface MessageRecord {
  readonly id: string;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly createdAt: string;
  readonly attachedFiles?: AttachedFile[];
  readonly thoughts?: Thought[];
  readonly toolCalls?: ToolCallRecord[];
  /** The part of the content after the last tool call, which some shapes send in its place. */
  readonly finalText?: string;
}

export const isActive = (status: TaskStatus): boolean =>
  status === 'pending' || status === 'running' || status === 'awaiting_approval';
