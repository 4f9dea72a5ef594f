import * as v from 'valibot';
import type { TaskEntry } from './task-list';

/** What can be asked for, in the order in which it is offered. */
export const filterStatuses = [
  'unread',
  'running',
  'awaiting_approval',
  'completed',
  'failed',
  'cancelled',
  'unknown',
] as const;
export type FilterStatus = (typeof filterStatuses)[number];

export const filterWords: Readonly<Record<FilterStatus, string>> = {
  unread: 'Unread',
  running: 'Running',
  awaiting_approval: 'Waiting for you',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unknown: 'Unknown status',
};

/** Tasks that have every word of `text`, and one of `statuses` when there are any. */
export interface TaskFilter {
  readonly text: string;
  readonly statuses: readonly FilterStatus[];
}

const StatusSchema = v.picklist(filterStatuses);
const OptionsSchema = v.object({
  text: v.optional(v.string(), ''),
  status: v.optional(v.union([StatusSchema, v.array(StatusSchema)]), []),
});

/** The argument of `sigmic.filterTasks`. Throws an Error that says what it takes. */
export function parseFilter(options: unknown): TaskFilter {
  const parsed = v.safeParse(OptionsSchema, options);
  if (!parsed.success) {
    throw new Error(
      `sigmic.filterTasks takes {text?, status?}; status is one or more of: ${filterStatuses.join(', ')}.`,
    );
  }
  const { text, status } = parsed.output;
  return { text, statuses: typeof status === 'string' ? [status] : status };
}

/** Whether the filter leaves everything in. */
export function isEmpty({ text, statuses }: TaskFilter): boolean {
  return text.trim() === '' && statuses.length === 0;
}

/** Searches what a task is called, its id and why it failed, whatever the case. */
export function matches({ text, statuses }: TaskFilter, entry: TaskEntry, unread: boolean): boolean {
  const status = entry.status === 'pending' ? 'running' : entry.status;
  const asked = statuses.length === 0 || statuses.includes(status) || (unread && statuses.includes('unread'));
  if (!asked) return false;
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return true;
  const searched = [entry.title, entry.id, entry.error ?? ''].join('\n').toLowerCase();
  return words.every((word) => searched.includes(word));
}

/** The filter in words, e.g. `“report”, Failed or Unread`. */
export function describeFilter({ text, statuses }: TaskFilter): string {
  const words = statuses.map((status) => filterWords[status]).join(' or ');
  return [text.trim() === '' ? '' : `“${text.trim()}”`, words].filter((part) => part !== '').join(', ');
}
