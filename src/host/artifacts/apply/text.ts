/** The text of a file, without a byte order mark; undefined when it is not valid UTF-8 text, so that its bytes must stay as they are. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** `text` with all line ends as `eol`: an editor knows only one kind in a document. */
export function withLineEnds(text: string, eol: '\n' | '\r\n'): string {
  return text.replace(/\r\n?|\n/g, eol);
}

/** The part that differs: `before` from `start` to `end` (offsets) becomes `text`. Undefined when nothing does. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The smallest single replacement that makes `after` of `before`, so that cursors and folds elsewhere stay where they are. */
export function smallestReplacement(before: string, after: string): Replacement | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (
    tail < most - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail += 1;
  // A pair of units (a character beyond the BMP, a CR LF) is never cut in two.
  if (start > 0 && (isPair(before, start) || isPair(after, start))) start -= 1;
  if (tail > 0 && (isPair(before, before.length - tail) || isPair(after, after.length - tail))) tail -= 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isPair(text: string, at: number): boolean {
  return /^(?:\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(at - 1, at + 1));
}
