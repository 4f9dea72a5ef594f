import type { Thought } from '../tasks/records';

/**
 * One event of a running turn. Our own events are written in one canonical form and take on the chosen
 * shapes when they are sent; `exact` ones (of scripts) are sent as they are; `raw` is put on the wire unframed.
 */
export interface StreamEvent {
  readonly event: string;
  readonly data: unknown;
  readonly exact?: boolean;
  readonly raw?: string;
}

export type ToolStatus = 'awaiting_approval' | 'executing' | 'success' | 'error' | 'cancelled';

export const statusEvent = (
  status: 'connecting' | 'processing' | 'retrying',
  message?: string,
): StreamEvent => ({
  event: 'status',
  data: { status, ...(message === undefined ? {} : { message }) },
});

export const thoughtEvent = (thought: Thought): StreamEvent => ({ event: 'thought', data: thought });

export const contentEvent = (text: string): StreamEvent => ({ event: 'content', data: { text } });

export const toolCallEvent = (
  callId: string,
  toolName: string,
  status: ToolStatus,
  args: object,
): StreamEvent => ({
  event: 'tool_call',
  data: { callId, toolName, status, args },
});

/** `text` is the same output in words; which of the two is sent is a matter of shape. */
export const toolResultEvent = (
  callId: string,
  status: ToolStatus,
  output: object,
  text: string,
): StreamEvent => ({ event: 'tool_result', data: { callId, status, output, text } });

export const subagentEvent = (kind: 'start' | 'thought' | 'tool' | 'end', data: object): StreamEvent => ({
  event: `subagent_${kind}`,
  data,
});

export const errorEvent = (message: string, code: string): StreamEvent => ({
  event: 'error',
  data: { message, code },
});

/** The final response is worked out from the turn's text when it is sent. */
export const doneEvent: StreamEvent = { event: 'done', data: {} };
