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

/** What a text stands in that is read by itself, and what is around it. */
export interface Within {
  /** Definitions made earlier in the document. */
  readonly links: Links;
  /** How many quotes and items. */
  readonly depth: number;
  /** Whether it is what an item holds, whose plain lines are read one by one. */
  readonly inItem: boolean;
  /** Whether plain lines are paragraphs, as everywhere but in a tight item. */
  readonly paragraphs: boolean;
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

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.#keepingState(() => super.blockquote(src));
  }

  override list(src: string): Tokens.List | undefined {
    return this.#keepingState(() => super.list(src));
  }

  override table(src: string): Tokens.Table | undefined {
    const end = src.search(/\n[ \t]*(?:\n|$)/);
    const cells = bars(end < 0 ? src : src.slice(0, end));
    const columns = bars(src.slice(0, Math.max(0, src.indexOf('\n'))));
    return columns > MAX_COLUMNS || cells > MAX_CELLS ? undefined : super.table(src);
  }

  /** What is in a container does not change how the plain lines behind it are read; marked forgets that the text is an item's. */
  #keepingState<T>(read: () => T): T {
    const { top } = this.lexer.state;
    const token = read();
    this.lexer.state.top = top;
    return token;
  }
}

/** The document itself, with definitions known already. */
export function wholeDocument(links: Links = {}): Within {
  return { links, depth: 0, inItem: false, paragraphs: true };
}

/** Reads Markdown (GFM) into blocks with their inline tokens. */
export function lexMarkdown(text: string, within: Within = wholeDocument()): Lexed {
  const lexer = new BoundedLexer({ gfm: true, tokenizer: new PlainTokenizer() }, within.depth);
  const links: Links = Object.assign(lexer.tokens.links, within.links);
  lexer.state.top = !within.inItem;
  const tokens = markedTokens(lexer.lex(text));
  return { tokens: within.paragraphs ? tokens.map(asParagraph) : tokens, links };
}

function asParagraph(token: MarkedToken): MarkedToken {
  if (token.type !== 'text') return token;
  return { ...token, type: 'paragraph', tokens: token.tokens ?? [token] };
}

/** How many bars there are, of which cells are made. */
export function bars(text: string): number {
  return text.split('|').length - 1;
}
