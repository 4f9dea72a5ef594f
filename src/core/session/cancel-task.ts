import { isSigmicError } from '../api/errors';
import type { Task } from '../api/schemas';
import { isActive } from './state';

/**
 * What came of stopping a task. `cancelled`: it has stopped. `ended`: it had ended by itself before. `asked`: the server took it
 * on, but has not said (or could not be asked) whether the task has stopped. `task`: the record read afterwards.
 */
export type CancelOutcome =
  | { readonly kind: 'cancelled' | 'ended'; readonly task: Task }
  | { readonly kind: 'asked'; readonly task?: Task | undefined };

/**
 * Stops a task and looks what became of it. That looking fails does not make a cancel that succeeded a failed one. Throws the
 * SigmicError of a cancel that failed, unless the task turns out to have ended.
 */
export async function cancelTask(
  cancel: () => Promise<unknown>,
  read: () => Promise<Task>,
): Promise<CancelOutcome> {
  const look = (): Promise<Task | undefined> => read().catch(() => undefined);
  try {
    await cancel();
  } catch (error) {
    const task = isSigmicError(error, 'rejected') ? await look() : undefined;
    if (task === undefined || isActive(task.status)) throw error;
    return ended(task);
  }
  const task = await look();
  return task === undefined || isActive(task.status) ? { kind: 'asked', task } : ended(task);
}

function ended(task: Task): CancelOutcome {
  return { kind: task.status === 'cancelled' ? 'cancelled' : 'ended', task };
}
