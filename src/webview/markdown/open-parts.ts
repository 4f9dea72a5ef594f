import { shellKey } from './blocks';
import { growthOf, type Growth } from './growth';
import { lexMarkdown, type Links } from './lexer';
import { changedLabels } from './link-labels';
import { growParts, type OpenBlock } from './open-block';

/** What is read again for each piece of text may not be longer, in characters. */
const LONGEST_REST = 100_000;

/**
 * A list, table or paragraph that is being written. Its items, rows and sentences that nothing can change any more are not read
 * again: the open end is parsed behind a short stand-in for them. What is shown is always what a full parse would show.
 */
export class OpenParts {
  readonly #source: string[] = [];
  readonly #settled: OpenBlock['parts'][number][] = [];
  #parts: OpenBlock['parts'];
  /** The source of `#parts`. */
  #rest: string;
  /** What counts towards the growth's limit, of all that is settled. */
  #weight = 0;

  private constructor(
    private readonly former: OpenBlock & { readonly holder: HTMLElement },
    private readonly growth: Growth,
    private readonly links: Links,
    source: string,
  ) {
    this.#source.push(source);
    this.#rest = source.slice(growth.head.length);
    this.#weight = growth.weigh(growth.head);
    this.#parts = former.parts;
  }

  /** Undefined when `block`, the only open one, with the source `source`, is of another kind or cannot grow like this. */
  static from(block: OpenBlock, source: string, links: Links): OpenParts | undefined {
    const { holder } = block;
    const growth = holder === undefined ? undefined : growthOf(block.type, block.shell, source);
    if (growth === undefined || holder === undefined) return undefined;
    const parts = new OpenParts({ ...block, holder }, growth, links, source);
    return parts.#take(parts.#rest) ? parts : undefined;
  }

  /** Takes more text. When that ends or changes what is settled, returns the whole source for a full parse. */
  append(text: string): string | undefined {
    if (!this.#take(this.#rest + text)) return this.raw + text;
    this.#source.push(text);
    return undefined;
  }

  /** The source so far. */
  get raw(): string {
    return this.#source.join('');
  }

  /** The block as it stands on screen. */
  get block(): OpenBlock {
    return { ...this.former, raw: this.raw, parts: [...this.#settled, ...this.#parts] };
  }

  /** Shows `rest` behind what is settled, unless it is no mere growth of the block. */
  #take(rest: string): boolean {
    const { growth, former, links } = this;
    if (rest.length > LONGEST_REST || this.#weight + growth.weigh(rest) > growth.limit) return false;
    const standIn = growth.standIn(this.#settled.length > 0);
    const lexed = lexMarkdown(standIn + rest, links);
    const [token, ...others] = lexed.tokens;
    if (
      token === undefined ||
      shellKey(token) !== former.shell ||
      changedLabels(links, lexed.links).length > 0
    )
      return false;
    if (others.some(({ type }) => type !== 'space' || !growth.spansBlankLines)) return false;
    const grown = growth.read(token, standIn, rest);
    if (grown === undefined) return false;
    const parts = growParts(former.holder, this.#parts, grown.parts);
    this.#settled.push(...parts.slice(0, grown.settled));
    this.#parts = parts.slice(grown.settled);
    this.#weight += growth.weigh(rest.slice(0, grown.length));
    this.#rest = rest.slice(grown.length);
    return true;
  }
}
