import { oneLine, shorten } from '../../core/visible-text';
import type { TaskStatus } from '../../core/api';

const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** How long ago `then` was (both epoch ms), e.g. "5 min. ago". A clock that runs behind the server's says "now". */
export function ago(then: number, now: number): string {
  const passed = now - then;
  const unit = units.find(([, ms]) => passed >= ms);
  return unit === undefined ? 'now' : format.format(-Math.floor(passed / unit[1]), unit[0]);
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
