import { isObject, stringOf } from '../http/json';
import type { Thought, ToolCallRecord } from '../tasks/records';
import type { StreamEvent } from './events';

/** What a turn has come to: what is saved as its message, and shown as the task's `output`. */
export interface Digest {
  readonly content: string;
  readonly finalText: string;
  readonly thoughts: Thought[];
  readonly toolCalls: ToolCallRecord[];
}

/** Sums up the events of a turn; scripts may hold anything, so every field is looked at first. */
export function digest(events: readonly StreamEvent[]): Digest {
  let content = '';
  let finalText = '';
  const thoughts: Thought[] = [];
  const calls = new Map<string, ToolCallRecord>();
  for (const { event, data } of events) {
    if (!isObject(data)) continue;
    const callId = stringOf(data.callId);
    if (event === 'content' && typeof data.text === 'string') {
      content += data.text;
      finalText += data.text;
    } else if (event === 'thought' && typeof data.subject === 'string') {
      const description = stringOf(data.description);
      thoughts.push({ subject: data.subject, ...(description === undefined ? {} : { description }) });
    } else if (event === 'tool_call' && callId !== undefined) {
      finalText = '';
      const call = calls.get(callId) ?? { callId, toolName: '', status: '' };
      call.toolName = stringOf(data.toolName) ?? call.toolName;
      call.status = stringOf(data.status) ?? call.status;
      if (data.args !== undefined) call.args = data.args;
      calls.set(callId, call);
    } else if (event === 'tool_result' && callId !== undefined) {
      finalText = '';
      const call = calls.get(callId) ?? { callId, toolName: 'unknown', status: '' };
      call.status = stringOf(data.status) ?? call.status;
      call.output = data.text ?? data.output;
      calls.set(callId, call);
    }
  }
  return { content, finalText: finalText.trimStart(), thoughts, toolCalls: [...calls.values()] };
}
