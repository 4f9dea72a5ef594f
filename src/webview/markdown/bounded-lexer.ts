import { Lexer, type MarkedOptions, type Token, type TokensList } from 'marked';
import { certainEnd, splitAt } from './certain-inline';
import { markedTokens } from './marked-tokens';

/** Containers in containers (quotes, lists), and emphasis or links in each other. */
const MAX_DEPTH = 20;
/** Characters that may begin something in what is read at once; what marked does with them can grow with their third power. */
const MAX_MARKS = 1000;
/** Far above what a text within the other limits takes, ms. */
const TIME_BOX_MS = 1000;

/**
 * Lexes Markdown in bounded depth and time: whoever writes it, an agent repeats what it has read somewhere. What goes beyond
 * the limits becomes plain text, and all around it is Markdown as ever.
 */
export class BoundedLexer extends Lexer {
  #depth = 0;
  readonly #deadline = performance.now() + TIME_BOX_MS;

  /** `around`: how many containers the text is in already. */
  constructor(
    options: MarkedOptions,
    private readonly around: number,
  ) {
    super(options);
  }

  override blockTokens(src: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    // As code without a language: the lines stay as they are written.
    if (this.#exhausted(this.around)) return add(tokens, { type: 'code', raw: src, text: src });
    return this.#deeper(() => super.blockTokens(src, tokens, lastParagraphClipped));
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.#exhausted()) return add(tokens, plain(src));
    return this.#deeper(() => this.#inStretches(src, tokens));
  }

  /** Text of many marks is read in stretches that end where nothing is open; from a stretch on that ends nowhere it is plain. */
  #inStretches(src: string, tokens: Token[]): Token[] {
    let rest = src;
    for (let next = stretch(rest); next < rest.length; next = stretch(rest)) {
      const read = markedTokens(super.inlineTokens(rest.slice(0, next), []));
      const source = read.map(({ raw }) => raw).join('');
      const end = rest.startsWith(source) ? certainEnd(read, source) : 0;
      if (end === 0) return add(tokens, plain(rest));
      tokens.push(...splitAt(read, end)[0]);
      rest = rest.slice(end);
    }
    return super.inlineTokens(rest, tokens);
  }

  #exhausted(around = 0): boolean {
    return this.#depth + around > MAX_DEPTH || performance.now() > this.#deadline;
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

function plain(src: string): Token {
  return { type: 'escape', raw: src, text: src };
}

/** How much of `src` can be read at once: all of it, or up to a blank within its first marks. */
function stretch(src: string): number {
  const marks = /[*_~`[(<@&:]/g;
  for (let count = 0; marks.exec(src) !== null; count++) {
    if (count === MAX_MARKS) return Math.max(1, src.slice(0, marks.lastIndex).search(/\s\S*$/));
  }
  return src.length;
}
