import type { MarkedToken } from 'marked';
import type { Part } from './blocks';
import { marksIn, MAX_MARKS } from './bounded-lexer';
import type { Growth } from './growth';
import { inlineNode } from './inline';
import { markedTokens } from './lexer';

/** Less is not worth a text node of its own, in characters. */
const SHORTEST = 500;

/** What a later character could still pair with. An underscore within a word pairs with none. */
const unpaired = /[*~`[<\\]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;

/**
 * Words are final from the beginning to the last blank before which everything that can come in pairs has done so. Nothing is
 * certain behind a bar, as the line may be the head of a table.
 */
export const paragraphGrowth: Growth = {
  head: '',
  standIn: (hasSettled) => (hasSettled ? 'x' : ''),
  weigh: marksIn,
  limit: MAX_MARKS,
  spansBlankLines: false,
  read: (token, standIn, rest) => {
    if (token.type !== 'paragraph') return undefined;
    const tokens = withoutStandIn(markedTokens(token.tokens), standIn);
    if (tokens === undefined) return undefined;
    const source = tokens.map(({ raw }) => raw).join('');
    const end = rest.startsWith(source) ? certainEnd(tokens, source) : 0;
    if (end < SHORTEST) return { parts: tokens.map(partOf), settled: 0, length: 0 };
    const [before, behind] = splitAt(tokens, end);
    return { parts: [...before, ...behind].map(partOf), settled: before.length, length: end };
  },
};

function partOf(token: MarkedToken): Part {
  return { key: `${token.type} ${token.raw}`, render: () => inlineNode(token) };
}

function withoutStandIn(tokens: readonly MarkedToken[], standIn: string): readonly MarkedToken[] | undefined {
  const [first, ...others] = tokens;
  if (standIn === '') return tokens;
  if (first?.type !== 'text' || !first.raw.startsWith(standIn)) return undefined;
  return first.raw === standIn ? others : [textFrom(first.raw.slice(standIn.length)), ...others];
}

function textFrom(raw: string): MarkedToken {
  return { type: 'text', raw, text: raw, escaped: false };
}

/** Where the last blank begins up to which nothing changes any more; 0 if there is none. */
function certainEnd(tokens: readonly MarkedToken[], source: string): number {
  let end = 0;
  let position = 0;
  for (const token of tokens) {
    if (!isCertain(token) || token.raw.includes('|')) break;
    const next = position + token.raw.length;
    if (token.type === 'text') {
      for (let place = next - 1; place > Math.max(0, position - 1); place--) {
        if (!/\s/.test(source.charAt(place)) || /[\s\\]/.test(source.charAt(place - 1))) continue;
        end = place;
        break;
      }
    }
    position = next;
  }
  return end;
}

/** Whether a token that a blank follows stays as it is. */
function isCertain(token: MarkedToken): boolean {
  if (token.type === 'text') return !unpaired.test(token.raw);
  return !('tokens' in token) || markedTokens(token.tokens).every(isCertain);
}

function splitAt(tokens: readonly MarkedToken[], end: number): [MarkedToken[], MarkedToken[]] {
  const before: MarkedToken[] = [];
  let position = 0;
  for (const [index, token] of tokens.entries()) {
    const next = position + token.raw.length;
    if (next > end) {
      if (position < end) before.push(textFrom(token.raw.slice(0, end - position)));
      return [before, [textFrom(token.raw.slice(end - position)), ...tokens.slice(index + 1)]];
    }
    before.push(token);
    position = next;
  }
  return [before, []];
}
