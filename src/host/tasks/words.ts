import { oneLine, shorten } from '../../core/visible-text';
import type { TaskStatus } from '../../core/api';

interface Unit {
  readonly ms: number;
  readonly one: string;
  readonly many: string;
}

/** As `Intl.RelativeTimeFormat` words them in English; that itself takes 10 ms to make at a window's start. */
const units: readonly Unit[] = [
  { ms: 365 * 86_400_000, one: 'last yr.', many: 'yr. ago' },
  { ms: 30 * 86_400_000, one: 'last mo.', many: 'mo. ago' },
  { ms: 86_400_000, one: 'yesterday', many: 'days ago' },
  { ms: 3_600_000, one: '1 hr. ago', many: 'hr. ago' },
  { ms: 60_000, one: '1 min. ago', many: 'min. ago' },
];

/** How long ago `then` was (both epoch ms), e.g. "5 min. ago". A clock that runs behind the server's says "now". */
export function ago(then: number, now: number): string {
  const passed = now - then;
  const unit = units.find(({ ms }) => passed >= ms);
  if (unit === undefined) return 'now';
  const count = Math.floor(passed / unit.ms);
  return count === 1 ? unit.one : `${count} ${unit.many}`;
}

/** A task's status in words for people. */
export const statusWords: Readonly<Record<TaskStatus, string>> = {
  pending: 'Waiting to start',
  running: 'Running',
  awaiting_approval: 'Waiting for you',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  unknown: 'Unknown status',
};

/** The first line that says something, for a label of at most `max` characters. */
export function firstLine(text: string, max = 100): string {
  const line = text.split(/[\n\r\u2028\u2029]/).find((candidate) => candidate.trim() !== '') ?? '';
  return shorten(oneLine(line), max);
}
