import type { Tokens } from 'marked';
import { Contents } from './contents';
import type { Behind, Growing } from './growing';
import type { Within } from './lexer';
import { QuoteLines } from './lines';
import { markedTokens } from './marked-tokens';
import type { ShownPart } from './parts';

/** A block quote that is being written, each of its lines with a mark. What is in it grows by itself. */
export class OpenQuote implements Growing {
  readonly #source: string[];

  private constructor(
    private readonly former: ShownPart,
    private readonly contents: Contents,
    source: string,
  ) {
    this.#source = [source];
  }

  static from(
    { text, tokens }: Tokens.Blockquote,
    shown: ShownPart,
    source: string,
    within: Within,
  ): OpenQuote | undefined {
    const beginning = { source, text, tokens: markedTokens(tokens) };
    const inside = { ...within, depth: within.depth + 1, inItem: false, paragraphs: true };
    const contents = Contents.from(shown, beginning, new QuoteLines(), inside);
    return contents && new OpenQuote(shown, contents, source);
  }

  append(text: string): Behind | string | undefined {
    const rest = this.contents.append(text);
    if (rest === undefined) return this.raw + text;
    this.#source.push(text);
    return rest === '' ? undefined : { source: rest, tokens: [], isFinal: true };
  }

  get raw(): string {
    return this.#source.join('');
  }

  get shown(): ShownPart {
    return { ...this.former, key: '', parts: this.contents.parts };
  }
}
