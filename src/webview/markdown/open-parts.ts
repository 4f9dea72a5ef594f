import type { MarkedToken } from 'marked';
import { shellKey } from './blocks';
import type { Contents } from './contents';
import type { Growing } from './growing';
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
    return parts.#take(parts.#rest) ? parts : undefined;
  }

  append(text: string): string | undefined {
    if (this.#contents?.append(text) === true) this.#rest += text;
    else if (!this.#take(this.#rest + text)) return this.raw + text;
    this.#source.push(text);
    return undefined;
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

  /** Shows `rest` behind what is settled, unless it is no mere growth of the block. */
  #take(rest: string): boolean {
    const { growth, former, within } = this;
    if (rest.length > LONGEST_REST || this.#weight + growth.weigh(rest) > growth.limit) return false;
    const standIn = growth.standIn(this.#settled.length > 0);
    const lexed = lexMarkdown(standIn + rest, within);
    const [token, ...others] = lexed.tokens;
    if (
      token === undefined ||
      shellKey(token) !== former.shell ||
      changedLabels(within.links, lexed.links).length > 0
    )
      return false;
    if (others.some(({ type }) => type !== 'space' || !growth.spansBlankLines)) return false;
    const grown = growth.read(token, standIn, rest);
    if (grown === undefined) return false;
    const parts = growParts(former.holder, this.#open, grown.parts);
    this.#settled.push(...parts.slice(0, grown.settled).map(({ key, node }) => ({ key, node })));
    this.#parts = parts.slice(grown.settled);
    this.#weight += growth.weigh(rest.slice(0, grown.length));
    this.#rest = rest.slice(grown.length);
    const [last] = this.#parts;
    this.#contents =
      grown.item === undefined || last === undefined
        ? undefined
        : openItem(grown.item, last, this.#rest, within);
    return true;
  }
}
