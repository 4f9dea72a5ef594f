import { optionalList, type Shapes } from '../shapes';
import type { Task } from '../tasks/task';
import { timestamp } from '../clock';
import { digest } from '../run/digest';
import { renderToolCalls } from '../run/render';

/** A task in a list. */
export function listedTask({ record, messages }: Task): object {
  return { ...record, messageCount: messages.length };
}

/** One task by itself: with its output so far, and what it waits for. */
export function detailedTask(task: Task, shapes: Shapes): object {
  const { lastActivityAt, ...record } = task.record;
  const pending = task.turn?.approvals.pending ?? [];
  const shown = output(task, lastActivityAt, shapes);
  return {
    ...record,
    ...(shown === undefined ? {} : { output: shown }),
    ...(shapes.pendingApprovals ? optionalList('pendingApprovals', pending, shapes) : {}),
  };
}

function output(task: Task, lastActivityAt: string, shapes: Shapes): object | undefined {
  const last = task.messages.at(-1);
  const working = task.turn === undefined ? undefined : digest(task.turn.events);
  const source = working ?? (last?.role === 'assistant' ? last : undefined);
  if (source === undefined) return undefined;
  const { content, thoughts = [], toolCalls = [] } = source;
  return {
    content,
    updatedAt: working === undefined ? lastActivityAt : timestamp(),
    ...optionalList('thoughts', thoughts, shapes),
    ...optionalList('toolCalls', renderToolCalls(toolCalls, shapes), shapes),
  };
}
