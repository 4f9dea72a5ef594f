import { isObject } from '../http/json';
import { optionalList, statusWord, type Shapes } from '../shapes';
import type { MessageRecord, ToolCallRecord } from '../tasks/records';
import { digest, type Digest } from './digest';
import type { StreamEvent } from './events';

/** One event framed for the wire, its payload flat or wrapped. */
export function frame(event: string, data: unknown, shapes: Shapes): string {
  const payload = shapes.envelope === 'wrapped' ? { type: event, data } : data;
  return `event: ${event}\ndata: ${JSON.stringify(payload)}\n\n`;
}

/** The frames that one event of a turn becomes under the given shapes; often one, sometimes none or two. */
export function render(event: StreamEvent, turnEvents: readonly StreamEvent[], shapes: Shapes): string[] {
  if (event.raw !== undefined) return [event.raw];
  if (event.exact === true) return [frame(event.event, event.data, shapes)];
  const data = isObject(event.data) ? event.data : {};
  const send = (name: string, payload: unknown): string => frame(name, payload, shapes);
  const closing = (): string[] => endOfTurn(digest(turnEvents), shapes);
  switch (event.event) {
    case 'content':
      return [send('content', { ...data, isPartial: shapes.deltaIsPartial })];
    case 'tool_call':
      return [send('tool_call', { ...data, status: statusWord(String(data.status), shapes) })];
    case 'tool_result':
      return toolResult(data, turnEvents, shapes);
    case 'error': {
      const error = shapes.errorCode ? data : { message: data.message };
      return [send('error', error), ...(shapes.errorEnds === 'done' ? closing() : [])];
    }
    case 'cancelled':
      if (shapes.cancelEnds === 'close') return [];
      if (shapes.cancelEnds === 'done') return closing();
      return [send('error', { message: 'Task was cancelled', code: 'CANCELLED' })];
    case 'done':
      return closing();
    default:
      return [send(event.event, data)];
  }
}

function toolResult(data: Record<string, unknown>, events: readonly StreamEvent[], shapes: Shapes): string[] {
  const { callId, status, text, output } = data;
  const word = statusWord(String(status), shapes);
  const failed = status !== 'success';
  const field = shapes.resultField === 'split' ? (failed ? 'error' : 'result') : shapes.resultField;
  const result = { callId, status: word, [field]: shapes.outputForm === 'string' ? text : output };
  const frames = [frame('tool_result', result, shapes)];
  const call = digest(events).toolCalls.find((item) => item.callId === callId);
  if (shapes.toolCallRepeats && call !== undefined) {
    const repeated = { callId, toolName: call.toolName, status: word, args: call.args };
    frames.unshift(frame('tool_call', repeated, shapes));
  }
  return frames;
}

function endOfTurn({ content, finalText }: Digest, shapes: Shapes): string[] {
  const closing = shapes.closingContent
    ? [frame('content', { text: content, isPartial: false }, shapes)]
    : [];
  const done =
    shapes.finalResponse === 'missing' ? {} : { finalResponse: finalResponse(content, finalText, shapes) };
  return [...closing, frame('done', done, shapes)];
}

function finalResponse(content: string, finalText: string, shapes: Shapes): string {
  if (shapes.finalResponse === 'all') return content;
  if (shapes.finalResponse === 'empty') return '';
  return shapes.finalResponse === 'reworded' ? `In short: ${finalText}` : finalText;
}

/** A saved message as `history_message` and the history endpoint show it. */
export function renderMessage(message: MessageRecord, shapes: Shapes): object {
  const { finalText, content, toolCalls = [], thoughts, attachedFiles, id, role, createdAt } = message;
  return {
    id,
    role,
    content: shapes.historyContent === 'final' ? (finalText ?? content) : content,
    createdAt,
    ...optionalList('attachedFiles', attachedFiles, shapes),
    ...optionalList('thoughts', thoughts, shapes),
    ...optionalList('toolCalls', renderToolCalls(toolCalls, shapes), shapes),
  };
}

export function renderToolCalls(calls: readonly ToolCallRecord[], shapes: Shapes): object[] {
  return calls.map((call) => ({ ...call, status: statusWord(call.status, shapes) }));
}
