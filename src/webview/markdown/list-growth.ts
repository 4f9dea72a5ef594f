import type { MarkedToken, Tokens } from 'marked';
import { blockParts } from './blocks';
import { settledCount } from './boundaries';
import type { Growth } from './growth';
import { markedTokens } from './marked-tokens';

/** An item's marker with the blanks behind it, and text that cannot become a break (`- - -`) any more. */
export const itemMarker = /^ {0,3}(?:[*+-]|\d{1,9}[.)]) {1,4}(?=[^\s*_-]|\S.*\n)/;

/**
 * Items before the last one are final. Whether a blank line is between any two of them shapes all, so the stand-in tells it too;
 * a list that only its open end makes loose is read as a whole.
 */
export function listGrowth(source: string, list: Tokens.List): Growth | undefined {
  const marker = /^ {0,3}([*+-]|\d{1,9}[.)])[ \t]/.exec(source)?.[1];
  if (marker === undefined || (list.loose && !staysLoose(list.items))) return undefined;
  const standIn = list.loose ? `${marker} x\n\n${marker} x\n` : `${marker} x\n`;
  const count = list.loose ? 2 : 1;
  return {
    head: '',
    standIn: () => standIn,
    weigh: () => 0,
    limit: 0,
    spansBlankLines: true,
    read: (token, _, rest) => {
      if (token.type !== 'list') return undefined;
      const standing = token.items.slice(0, count);
      if (
        standing
          .map(({ raw }) => raw)
          .join('')
          .trimEnd() !== standIn.trimEnd()
      )
        return undefined;
      const items = token.items.slice(count);
      const last = items.at(-1);
      if (last === undefined) return { parts: [], settled: 0, length: 0 };
      const start = items.slice(0, -1).reduce((sum, { raw }) => sum + raw.length, leadingBlank(rest));
      if (!rest.startsWith(last.raw, start)) return undefined;
      // The blank lines before the last item are behind the list when that turns out to be none. Other white space would be a paragraph.
      const before = items.at(-2)?.raw ?? '';
      if (/[^ \t\n]/.test(before.slice(before.trimEnd().length))) return undefined;
      const blank = /\n((?:[ \t]*\n)*)$/.exec(before)?.[1] ?? '';
      const length = items.length === 1 ? 0 : start - blank.length;
      return { parts: blockParts(token).slice(count), settled: items.length - 1, length, item: last };
    },
  };
}

/** The length of the blank lines that `text` begins with. */
export function leadingBlank(text: string): number {
  return /^(?:[ \t]*\n)*/.exec(text)?.[0].length ?? 0;
}

/** Whether a blank line is between blocks or items that are certain. */
function staysLoose(items: readonly Tokens.ListItem[]): boolean {
  const certain = items.slice(0, itemMarker.test(items.at(-1)?.raw ?? '') ? -1 : -2);
  if (certain.some(({ raw }) => /\n[ \t]*\n[ \t]*$/.test(raw))) return true;
  return items.some(({ tokens }, index) => {
    const blocks = markedTokens(tokens);
    return blocks.slice(0, index < certain.length ? blocks.length : settledCount(blocks)).some(isBlankLine);
  });
}

/** A blank line between the blocks of an item makes its list loose. */
export function isBlankLine({ type, raw }: MarkedToken): boolean {
  return type === 'space' && /\n.*\n/.test(raw);
}
