import type { MarkedToken } from 'marked';
import { shellKey } from './blocks';
import { settledCount, tokenStarts } from './boundaries';
import type { Contents } from './contents';
import type { Behind, Growing } from './growing';
import { growthOf, type Growth } from './growth';
import { lexMarkdown, type Within } from './lexer';
import { changedLabels } from './link-labels';
import { openItem } from './open-item';
import { growParts, type ShownPart } from './parts';

/** What is read again for each piece of text may not be longer, in characters. */
const LONGEST_REST = 100_000;

/**
 * A list, table or paragraph that is being written. Its items, rows and sentences that nothing can change any more are not read
 * again: the open end is parsed behind a short stand-in for them. What is shown is always what a full parse would show.
 */
export class OpenParts implements Growing {
  readonly #source: string[] = [];
  readonly #settled: ShownPart[] = [];
  #parts: readonly ShownPart[];
  /** The source of `#parts`. */
  #rest: string;
  /** What is in the last part, when it grows by itself. */
  #contents: Contents | undefined;
  /** What counts towards the growth's limit, of all that is settled. */
  #weight = 0;

  private constructor(
    private readonly former: ShownPart & { readonly holder: HTMLElement },
    private readonly growth: Growth,
    private readonly within: Within,
    source: string,
  ) {
    this.#source.push(source);
    this.#rest = source.slice(growth.head.length);
    this.#weight = growth.weigh(growth.head);
    this.#parts = former.parts ?? [];
  }

  /** Undefined when the block is of another kind or cannot grow like this. */
  static from(token: MarkedToken, shown: ShownPart, source: string, within: Within): OpenParts | undefined {
    const { holder } = shown;
    const growth = holder === undefined ? undefined : growthOf(token, source);
    if (growth === undefined || holder === undefined) return undefined;
    const parts = new OpenParts({ ...shown, holder }, growth, within, source);
    return parts.#take(parts.#rest) === 'own' ? parts : undefined;
  }

  append(text: string): Behind | string | undefined {
    const step = this.#step(text);
    if (step === undefined) return this.raw + text;
    this.#source.push(text);
    return step === 'own' ? undefined : step;
  }

  get raw(): string {
    return this.#source.join('');
  }

  get shown(): ShownPart {
    return { ...this.former, key: '', parts: [...this.#settled, ...this.#open] };
  }

  /** The parts that are not settled, as they stand on screen. */
  get #open(): readonly ShownPart[] {
    const last = this.#parts.at(-1);
    if (this.#contents === undefined || last === undefined) return this.#parts;
    return [...this.#parts.slice(0, -1), { ...last, key: '', parts: this.#contents.parts }];
  }

  /** Takes more text; undefined when it is no mere growth of the block. */
  #step(text: string): Behind | 'own' | undefined {
    const rest = this.#contents?.append(text);
    if (rest === undefined) return this.#take(this.#rest + text);
    if (rest === '') {
      this.#rest += text;
      return 'own';
    }
    this.#settled.push(...this.#open);
    this.#parts = [];
    return this.#take(rest);
  }

  /** Shows `rest` behind what is settled, as far as it is the block's. */
  #take(rest: string): Behind | 'own' | undefined {
    const { growth, former, within } = this;
    if (rest.length > LONGEST_REST || this.#weight + growth.weigh(rest) > growth.limit) return undefined;
    const standIn = growth.standIn(this.#settled.length > 0);
    const source = standIn + rest;
    const { tokens, links } = lexMarkdown(source, within);
    const [token, ...others] = tokens;
    if (token === undefined || shellKey(token) !== former.shell) return undefined;
    if (changedLabels(within.links, links).length > 0) return undefined;
    const end = this.#endOf(source, tokens);
    if (end === undefined) return undefined;
    const own = source.slice(standIn.length, end);
    const grown = growth.read(token, standIn, own);
    if (grown === undefined || grown.parts.length + this.#settled.length + growth.head.length === 0)
      return undefined;
    const parts = growParts(former.holder, this.#open, grown.parts);
    this.#settled.push(...parts.slice(0, grown.settled).map(({ key, node }) => ({ key, node })));
    this.#parts = parts.slice(grown.settled);
    this.#weight += growth.weigh(own.slice(0, grown.length));
    this.#rest = rest.slice(grown.length);
    this.#contents = undefined;
    if (end < source.length) {
      const isFinal = this.#isOver(token, others[0]) || settledCount(tokens) > 0;
      return { source: source.slice(end), tokens: others, isFinal };
    }
    const [last] = this.#parts;
    if (grown.item !== undefined && last !== undefined)
      this.#contents = openItem(grown.item, last, this.#rest, within);
    return 'own';
  }

  /** Where the block, which `tokens` begin with, ends in their source; undefined when that is not certain. */
  #endOf(source: string, tokens: readonly MarkedToken[]): number | undefined {
    const [, next, ...others] = tokens;
    if (next === undefined) return source.length;
    if (this.growth.spansBlankLines && next.type === 'space' && others.length === 0) return source.length;
    return tokenStarts(source, tokens)?.[1];
  }

  /** Whether a blank line ends the block. */
  #isOver({ raw }: MarkedToken, next: MarkedToken | undefined): boolean {
    if (this.growth.spansBlankLines || next?.type !== 'space') return false;
    return /\n[ \t]*\n/.test(raw.slice(-1) + next.raw);
  }
}
