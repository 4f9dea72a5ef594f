import { oneLine, shorten } from '../core/visible-text';

export { visibleLines, visibleProse } from '../core/visible-text';

/** Longest one-line text anywhere in the view, in code points. */
const LONGEST_LINE = 300;

/** A server's string on one line, cut when it is very long. */
export function visibleLine(text: string, limit = LONGEST_LINE): string {
  return shorten(oneLine(shorten(text, limit * 4)), limit);
}
