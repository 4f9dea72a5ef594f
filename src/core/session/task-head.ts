import type { Task, TaskStatus } from '../api/schemas';
import type { TranscriptEvent } from './conversation';
import type { TaskHead } from './state';
import type { TurnEnd } from './transcript';

/** What a session knows of a task from its record; before any record, only that it exists. */
export function headOf(taskId: string, task: Task | undefined): TaskHead {
  return {
    id: taskId,
    title: task?.message ?? '',
    status: task?.status,
    autoExecute: task?.autoExecute ?? undefined,
  };
}

/** How the last turn of a task ended, by the task's record; undefined while it has not. */
export function endOf(task: Task): TurnEnd | undefined {
  switch (task.status) {
    case 'completed':
    case 'cancelled':
      return { kind: task.status };
    case 'failed':
      return {
        kind: 'failed',
        message: (typeof task.error === 'string' ? task.error : task.error?.message) ?? undefined,
      };
    case 'pending':
    case 'running':
    case 'awaiting_approval':
    case 'unknown':
      return undefined;
  }
}

/** The status an event implies, until the server's record is read again. `waiting`: how many tools wait for an answer. */
export function statusAfter(
  status: TaskStatus | undefined,
  event: TranscriptEvent,
  waiting: number,
): TaskStatus | undefined {
  if (event.type === 'history_message' || (event.type === 'history_done' && !event.data.isStreaming))
    return status;
  if (event.type === 'done') return status === 'failed' || status === 'cancelled' ? status : 'completed';
  return waiting > 0 ? 'awaiting_approval' : 'running';
}
