import type { TaskStatus } from '../../core/api';
import type { TaskEntry } from './task-list';

/** Where a task belongs: groups come by `rank`, the lowest on top. */
export interface Group {
  readonly key: string;
  readonly heading: string;
  readonly rank: number;
}

const statusHeadings: readonly (readonly [string, readonly TaskStatus[]])[] = [
  ['Waiting for you', ['awaiting_approval']],
  ['Running', ['pending', 'running']],
  ['Failed', ['failed']],
  ['Completed', ['completed']],
  ['Cancelled', ['cancelled']],
  ['Unknown status', ['unknown']],
];

const dayMs = 86_400_000;

export function statusGroup({ status }: TaskEntry): Group {
  const rank = statusHeadings.findIndex(([, statuses]) => statuses.includes(status));
  const heading = statusHeadings[rank]?.[0] ?? 'Unknown status';
  return { key: `status:${heading}`, heading, rank };
}

/** The day of the newest activity, by the person's own calendar and as they would call it at `now` (epoch ms). */
export function dayGroup({ activeAt }: TaskEntry, now: number): Group {
  if (activeAt === undefined) return { key: 'day:unknown', heading: 'Unknown day', rank: Infinity };
  // A server's clock that is ahead does not make a day of its own.
  const day = new Date(Math.min(activeAt, now));
  const midnight = new Date(day).setHours(0, 0, 0, 0);
  // Rounded, as a day on which the clocks change has 23 or 25 hours.
  const ago = Math.round((new Date(now).setHours(0, 0, 0, 0) - midnight) / dayMs);
  return { key: `day:${midnight}`, heading: heading(day, ago, new Date(now)), rank: ago };
}

function heading(day: Date, ago: number, now: Date): string {
  if (ago === 0) return 'Today';
  if (ago === 1) return 'Yesterday';
  if (ago < 7) return day.toLocaleDateString('en', { weekday: 'long' });
  const year = day.getFullYear() === now.getFullYear() ? {} : ({ year: 'numeric' } as const);
  return day.toLocaleDateString('en', { day: 'numeric', month: 'long', ...year });
}
