import type { MarkedToken } from 'marked';
import { inlineParts } from './blocks';
import { certainEnd, splitAt, textFrom } from './certain-inline';
import type { Growth } from './growth';
import { markedTokens } from './marked-tokens';

/** Less is not worth a text node of its own, in characters. */
const SHORTEST = 500;

/**
 * Words are final from the beginning to the last blank before which everything that can come in pairs has done so. Nothing is
 * certain behind a bar, as the line may be the head of a table.
 */
export const paragraphGrowth: Growth = {
  head: '',
  standIn: (hasSettled) => (hasSettled ? 'x' : ''),
  weigh: () => 0,
  limit: 0,
  spansBlankLines: false,
  read: (token, standIn, rest) => {
    if (token.type !== 'paragraph') return undefined;
    const tokens = withoutStandIn(markedTokens(token.tokens), standIn);
    if (tokens === undefined) return undefined;
    const source = tokens.map(({ raw }) => raw).join('');
    const end = rest.startsWith(source) ? certainEnd(tokens, source, '|') : 0;
    if (end < SHORTEST) return { parts: inlineParts(tokens), settled: 0, length: 0 };
    const [before, behind] = splitAt(tokens, end);
    return { parts: inlineParts([...before, ...behind]), settled: before.length, length: end };
  },
};

function withoutStandIn(tokens: readonly MarkedToken[], standIn: string): readonly MarkedToken[] | undefined {
  const [first, ...others] = tokens;
  if (standIn === '') return tokens;
  if (first?.type !== 'text' || !first.raw.startsWith(standIn)) return undefined;
  return first.raw === standIn ? others : [textFrom(first.raw.slice(standIn.length)), ...others];
}
