import type { MarkedToken } from 'marked';
import { markedTokens } from './marked-tokens';

/** What a later character could still pair with. An underscore within a word pairs with none. */
const unpaired = /[*~`\\]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/u;
/** Brackets with nothing behind them that makes a link: only a definition could, and that makes everything anew. */
const closedBrackets = /\[[^[\]]*\](?![([])/g;

/**
 * Where the last blank of `source` begins before which everything that can come in pairs has done so: whatever follows,
 * `tokens`, which were read from it, stay as they are up to there. 0 if there is none. Behind a `barrier` nothing is certain.
 */
export function certainEnd(tokens: readonly MarkedToken[], source: string, barrier?: string): number {
  // A bracket that no other one follows may begin an address, or hide a mark from others.
  const angle = source.lastIndexOf('<');
  const bound = angle > source.lastIndexOf('>') ? angle : source.length;
  let end = 0;
  let position = 0;
  for (const token of tokens) {
    if (position >= bound || !isCertain(token) || (barrier !== undefined && token.raw.includes(barrier)))
      break;
    const next = position + token.raw.length;
    if (token.type === 'text') {
      for (let place = Math.min(next, bound) - 1; place > Math.max(0, position - 1); place--) {
        if (!/\s/.test(source.charAt(place)) || /[\s\\]/.test(source.charAt(place - 1))) continue;
        end = place;
        break;
      }
    }
    position = next;
  }
  return end;
}

/** `tokens` before and behind the character `end` of their source, which is in a text or between two of them. */
export function splitAt(tokens: readonly MarkedToken[], end: number): [MarkedToken[], MarkedToken[]] {
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

export function textFrom(raw: string): MarkedToken {
  return { type: 'text', raw, text: raw, escaped: false };
}

/** Whether a token that a blank follows stays as it is. */
function isCertain(token: MarkedToken): boolean {
  if (token.type === 'text') {
    return !unpaired.test(token.raw) && !token.raw.replace(closedBrackets, '').includes('[');
  }
  // A long escape is what was too much to be read.
  if (token.type === 'escape') return token.raw.length === 2;
  return !('tokens' in token) || markedTokens(token.tokens).every(isCertain);
}
