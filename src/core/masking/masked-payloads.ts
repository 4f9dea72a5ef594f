import { SigmicError } from '../api/errors';
import type { StreamEvent } from '../api/events';
import type { History, HistoryMessage, Output, SavedToolCall, Task } from '../api/schemas';
import { isActive } from '../session/state';
import type { Mask } from './mask';

/**
 * The payloads of api.md with secret values masked. What the API is asked by again (ids) and what the client decides by
 * (statuses, codes) stays as it is: none of it is written by the agent.
 */
export function maskTask(task: Task, mask: Mask): Task {
  const { id, status, pendingApprovals, output, ...rest } = task;
  return {
    ...mask.json(rest),
    id,
    status,
    pendingApprovals: pendingApprovals.map((call) => maskCall(call, mask)),
    ...(output !== undefined && { output: maskOutput(output, isActive(status), mask) }),
  };
}

/** The text of a turn that runs may end in the middle of a value. */
function maskOutput({ content, thoughts, toolCalls }: Output, grows: boolean, mask: Mask): Output {
  return {
    content: grows ? mask.split(content).certain : mask.text(content),
    thoughts: mask.json(thoughts),
    toolCalls: toolCalls.map((call) => maskSaved(call, mask)),
  };
}

export function maskHistory(history: History, mask: Mask): History {
  return { ...history, messages: history.messages.map((message) => maskMessage(message, mask)) };
}

export function maskEvent(event: StreamEvent, mask: Mask): StreamEvent {
  switch (event.type) {
    case 'history_message':
      return { ...event, data: maskMessage(event.data, mask) };
    case 'tool_call':
      return { ...event, data: maskCall(event.data, mask) };
    case 'tool_result':
      return { ...event, data: maskIdentified(event.data, mask) };
    case 'subagent_tool': {
      const { status, ...data } = event.data;
      return { ...event, data: { ...mask.json(data), status } };
    }
    default:
      return mask.json(event);
  }
}

/** A failure with the server's words masked. */
export function maskError(error: unknown, mask: Mask): unknown {
  if (!(error instanceof SigmicError)) return error;
  const message = mask.text(error.message);
  const serverText = error.serverText && mask.text(error.serverText);
  if (message === error.message && serverText === error.serverText) return error;
  // Not the cause: it has the same words, unmasked.
  const { kind, code, status, retryable, retryAfterMs, sent } = error;
  return new SigmicError(kind, message, { code, status, retryable, retryAfterMs, sent, serverText });
}

function maskMessage({ id, role, toolCalls, ...rest }: HistoryMessage, mask: Mask): HistoryMessage {
  return { ...mask.json(rest), id, role, toolCalls: toolCalls.map((call) => maskSaved(call, mask)) };
}

function maskSaved(call: SavedToolCall, mask: Mask): SavedToolCall {
  const { output, result, error, ...rest } = call;
  return { ...maskCall(rest, mask), ...mask.json({ output, result, error }) };
}

interface Call {
  readonly callId: string;
  readonly toolName: string;
  readonly status?: string;
  readonly args?: unknown;
  readonly seal?: string | undefined;
}

/** The seal keeps two calls apart that look the same when they are masked: an approval is for one of them. */
function maskCall<C extends Call>(call: C, mask: Mask): C {
  const seal = mask.seal([call.toolName, call.args]);
  return { ...maskIdentified(call, mask), ...(seal !== undefined && { seal }) };
}

function maskIdentified<C extends { readonly callId: string; readonly status?: string }>(
  data: C,
  mask: Mask,
): C {
  const { callId, status } = data;
  return { ...mask.json(data), callId, ...(status !== undefined && { status }) };
}
