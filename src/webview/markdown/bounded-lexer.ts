import { Lexer, type Token, type TokensList } from 'marked';

/** Containers in containers (quotes, lists), and emphasis or links in each other. */
const MAX_DEPTH = 20;
/** Characters of one run of text that may begin something; what marked does with them can grow with their third power. */
export const MAX_MARKS = 1000;
/** Far above what a text within the other limits takes, ms. */
const TIME_BOX_MS = 1000;

/**
 * Lexes Markdown in bounded depth and time: whoever writes it, an agent repeats what it has read somewhere. What goes beyond
 * the limits becomes plain text, and all around it is Markdown as ever.
 */
export class BoundedLexer extends Lexer {
  #depth = 0;
  readonly #deadline = performance.now() + TIME_BOX_MS;

  override blockTokens(src: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    // As code without a language: the lines stay as they are written.
    if (this.#exhausted()) return add(tokens, { type: 'code', raw: src, text: src });
    return this.#deeper(() => super.blockTokens(src, tokens, lastParagraphClipped));
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.#exhausted() || marksIn(src) > MAX_MARKS) {
      return add(tokens, { type: 'escape', raw: src, text: src });
    }
    return this.#deeper(() => super.inlineTokens(src, tokens));
  }

  #exhausted(): boolean {
    return this.#depth > MAX_DEPTH || performance.now() > this.#deadline;
  }

  #deeper<T>(lex: () => T): T {
    this.#depth++;
    try {
      return lex();
    } finally {
      this.#depth--;
    }
  }
}

function add(tokens: Token[], token: Token): Token[] {
  tokens.push(token);
  return tokens;
}

/** How many of these there are. */
export function marksIn(text: string): number {
  return text.match(/[*_~`[(<@&:]/g)?.length ?? 0;
}
