import type { MarkedToken } from 'marked';

/**
 * Where each token begins in `text`. marked drops white space after a list from every token's source, so it is skipped
 * here. Undefined when a token cannot be found again: then nothing is known about boundaries.
 */
export function tokenStarts(text: string, tokens: readonly MarkedToken[]): readonly number[] | undefined {
  const starts: number[] = [];
  let position = 0;
  for (const { raw } of tokens) {
    while (!text.startsWith(raw, position)) {
      if (!/\s/.test(text.charAt(position))) return undefined;
      position++;
    }
    starts.push(position);
    position += raw.length;
  }
  return starts;
}

/**
 * How many leading tokens can no longer change whatever text follows: those before the last visible block, once the first
 * line of that block is complete or plainly a paragraph or heading (so that it has truly begun).
 */
export function settledCount(tokens: readonly MarkedToken[]): number {
  // White space of other kinds at the end of a list is a paragraph, until the item goes on.
  const last = tokens.findLastIndex(({ raw }) => raw.trim() !== '');
  const token = tokens[last];
  if (token === undefined) return 0;
  const { raw } = token;
  // An underline, also that of a table's head, can still become something else; its line then goes on with the paragraph above.
  const isUnderlined = token.type === 'heading' && raw.includes('\n') && !raw.trimStart().startsWith('#');
  const isHead = token.type === 'table' && !/\n.*\n/.test(raw);
  if ((isUnderlined || isHead) && /^(?:paragraph|text)$/.test(tokens[last - 1]?.type ?? '')) return last - 1;
  const begun = raw.includes('\n') || last < tokens.length - 1 || /^(?:#{1,6} +|\*\*|`)?\p{L}/u.test(raw);
  return begun ? last : 0;
}
