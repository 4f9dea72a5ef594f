import { makeVisible, oneLine, shorten } from '../core/visible-text';

/** Longest one-line text anywhere in the view, in code points. */
const LONGEST_LINE = 300;

/** A server's string of many lines as it is: hidden characters written out, line breaks and tabs kept. For arguments and results. */
export function visibleLines(text: string): string {
  return keeping(/([\n\t])/, text);
}

/** As `visibleLines`, but the spaces of ordinary typography (no-break, ideographic) stay spaces. For what people wrote. */
export function visibleProse(text: string): string {
  return keeping(/([\n\t\u00A0\u202F\u3000])/, text);
}

/** A server's string on one line, cut when it is very long. */
export function visibleLine(text: string, limit = LONGEST_LINE): string {
  return shorten(oneLine(shorten(text, limit * 4)), limit);
}

function keeping(kept: RegExp, text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split(kept)
    .map((piece) => (kept.test(piece) ? piece : makeVisible(piece)))
    .join('');
}
