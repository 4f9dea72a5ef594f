import { Lexer, Tokenizer, type MarkedToken, type Token } from 'marked';

/** Link reference definitions by normalised label. */
export type Links = Record<string, { href: string | null; title: string | null }>;

export interface Lexed {
  /** Top-level blocks in order. */
  readonly tokens: readonly MarkedToken[];
  /** `known`, and what the text itself defines. */
  readonly links: Links;
}

/** Raw HTML is not a thing here: it is text like any other, in blocks and in lines. */
class PlainTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }

  override tag(): undefined {
    return undefined;
  }
}

/** Reads Markdown (GFM) into blocks with their inline tokens. `known` are definitions made earlier in the document. */
export function lexMarkdown(text: string, known: Links = {}): Lexed {
  const lexer = new Lexer({ gfm: true, tokenizer: new PlainTokenizer() });
  const links: Links = Object.assign(lexer.tokens.links, known);
  return { tokens: markedTokens(lexer.lex(text)), links };
}

const kinds: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'blockquote',
  'br',
  'checkbox',
  'code',
  'codespan',
  'def',
  'del',
  'em',
  'escape',
  'heading',
  'hr',
  'html',
  'image',
  'link',
  'list',
  'list_item',
  'paragraph',
  'space',
  'strong',
  'table',
  'text',
]);

/** The tokens that marked makes by itself; there are no others, as no extension is registered. */
export function markedTokens(tokens: readonly Token[] | undefined): readonly MarkedToken[] {
  return (tokens ?? []).filter((token): token is MarkedToken => kinds.has(token.type));
}
