import { makeVisible, shorten, withoutLinks } from '../../core/visible-text';

/** A file with which something was not done, and why: completes "it ...". */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

/** "2 files not saved: "a" has ...": names the first few; `done` is what was not done. */
export function leftOutWords(leftOut: readonly LeftOut[], done: string): string {
  const words = leftOut
    .slice(0, 3)
    .map(({ path, reason }) => `"${shorten(makeVisible(path), 60)}" ${reason}`);
  const more = leftOut.length > words.length ? ` ${leftOut.length - words.length} more are in the log.` : '';
  return withoutLinks(`${count(leftOut.length, 'file')} not ${done}: ${words.join('; ')}.${more}`);
}

/** "1 file", "2 files". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
