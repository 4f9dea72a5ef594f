import { Tokenizer, type MarkedToken, type Tokens } from 'marked';
import { BoundedLexer } from './bounded-lexer';
import { markedTokens } from './marked-tokens';

/** Link reference definitions by normalised label. */
export type Links = Record<string, { href: string | null; title: string | null }>;

export interface Lexed {
  /** Top-level blocks in order. */
  readonly tokens: readonly MarkedToken[];
  /** `known`, and what the text itself defines. */
  readonly links: Links;
}

const MAX_COLUMNS = 100;
/** By the bars of its source. */
export const MAX_CELLS = 20_000;

/** Raw HTML is not a thing here: it is text like any other, in blocks and in lines. Nor are tables of any size. */
class PlainTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }

  override tag(): undefined {
    return undefined;
  }

  override table(src: string): Tokens.Table | undefined {
    const end = src.search(/\n[ \t]*(?:\n|$)/);
    const cells = bars(end < 0 ? src : src.slice(0, end));
    const columns = bars(src.slice(0, Math.max(0, src.indexOf('\n'))));
    return columns > MAX_COLUMNS || cells > MAX_CELLS ? undefined : super.table(src);
  }
}

/** Reads Markdown (GFM) into blocks with their inline tokens. `known` are definitions made earlier in the document. */
export function lexMarkdown(text: string, known: Links = {}): Lexed {
  const lexer = new BoundedLexer({ gfm: true, tokenizer: new PlainTokenizer() });
  const links: Links = Object.assign(lexer.tokens.links, known);
  return { tokens: markedTokens(lexer.lex(text)), links };
}

/** How many bars there are, of which cells are made. */
export function bars(text: string): number {
  return text.split('|').length - 1;
}
