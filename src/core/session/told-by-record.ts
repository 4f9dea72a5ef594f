import type { StreamEvent } from '../api/events';
import type { HistoryMessage, Task } from '../api/schemas';
import { eventsOf } from './replay';
import type { WaitingTool } from './session-types';
import { isActive } from './state';
import { toolStatusOf } from './tool-status';

/**
 * What a stream would tell now of a task with this record and this saved history: the messages, then the running turn so far, as one
 * catch-up (rule 4 of api.md). `waiting`: the questions open here, which may have been answered elsewhere.
 */
export function toldByRecord(
  task: Task,
  messages: readonly HistoryMessage[],
  waiting: readonly WaitingTool[],
): readonly StreamEvent[] {
  const history = messages.map((data): StreamEvent => ({ type: 'history_message', data }));
  // A turn that has just ended may be in the record before it is in the history.
  const isStreaming = isActive(task.status) || messages.at(-1)?.role === 'user';
  const done: StreamEvent = { type: 'history_done', data: { messageCount: messages.length, isStreaming } };
  return isStreaming ? [...history, done, ...runningTurn(task, messages, waiting)] : [...history, done];
}

function runningTurn(
  task: Task,
  messages: readonly HistoryMessage[],
  waiting: readonly WaitingTool[],
): readonly StreamEvent[] {
  const { pendingApprovals, status } = task;
  const output = isOfEarlierTurn(task, messages) ? undefined : task.output;
  const content = output?.content ?? '';
  const told = new Set(output?.toolCalls.map(({ callId }) => callId));
  const asked = new Set(pendingApprovals.map(({ callId }) => callId));
  return [
    ...(output === undefined ? [] : eventsOf(output)),
    ...(content === '' ? [] : [{ type: 'content', data: { text: content } } as const]),
    ...pendingApprovals
      .filter(({ callId }) => !isAskedBy(output, callId))
      .map((call) => ({ type: 'tool_call', data: { ...call, status: 'awaiting_approval' } }) as const),
    // A record that waits for an answer need not list the questions.
    ...waiting
      .filter(({ callId }) => status === 'running' && !asked.has(callId) && !told.has(callId))
      .map(
        ({ callId, toolName }) =>
          ({ type: 'tool_call', data: { callId, toolName, status: 'executing' } }) as const,
      ),
  ];
}

function isAskedBy(output: Task['output'], callId: string): boolean {
  const call = output?.toolCalls.find((other) => other.callId === callId);
  return call !== undefined && toolStatusOf(call.status) === 'awaiting_approval';
}

/** The record of a turn that has just begun may still show what came of the one before. */
function isOfEarlierTurn({ output }: Task, messages: readonly HistoryMessage[]): boolean {
  const content = output?.content.trim() ?? '';
  const answer = messages.findLast(({ role }) => role === 'assistant');
  return content !== '' && answer !== undefined && answer.content.trim().endsWith(content);
}
