import type { MarkedToken } from 'marked';
import { settledCount, tokenStarts } from './boundaries';
import { childParts } from './blocks';
import { growing, type Behind } from './growing';
import { GrowingEnd } from './growing-end';
import { lexMarkdown, type Within } from './lexer';
import type { Lines } from './lines';
import { isBlankLine } from './list-growth';
import { changedLabels } from './link-labels';
import { growParts, type ShownPart } from './parts';

/** Deeper contents are read again with what they are in. */
const DEEPEST = 10;
/** What is read again for each piece of text may not be longer, in characters. */
const LONGEST_OPEN = 100_000;

/** Where contents start from: what has been read and shown of them so far. */
export interface Beginning {
  /** Their source, with the container's marks. */
  readonly source: string;
  /** The same without them, as the lexer has read it. */
  readonly text: string;
  readonly tokens: readonly MarkedToken[];
}

/** The blocks in a quote or in an item that is being written. All but the last are final, and the last one may grow. */
export class Contents {
  readonly #settled: ShownPart[] = [];
  #open: readonly ShownPart[];
  /** The text of the open blocks, unless `#growing` keeps it. */
  #tail = '';
  #growing: GrowingEnd | undefined;

  private constructor(
    private readonly holder: HTMLElement,
    parts: readonly ShownPart[],
    private readonly lines: Lines,
    private readonly within: Within,
  ) {
    this.#open = parts;
  }

  /** Undefined when it is not certain that `container` shows just the lines of its own. */
  static from(
    { holder, parts }: ShownPart,
    { source, text, tokens }: Beginning,
    lines: Lines,
    within: Within,
  ): Contents | undefined {
    if (holder === undefined || parts === undefined || within.depth > DEEPEST) return undefined;
    const taken = lines.take(source);
    if (taken?.text !== text || taken.rest !== '') return undefined;
    const contents = new Contents(holder, parts, lines, within);
    contents.#settle(text, tokens);
    return contents;
  }

  /**
   * Takes more source. Returns what of it is certainly behind the container, which is final then; undefined when it is not certain
   * what becomes of the container, which must be read as a whole.
   */
  append(source: string): string | undefined {
    const taken = this.lines.take(source);
    return taken !== undefined && this.#take(taken.text) ? taken.rest : undefined;
  }

  /** What stands in the container. */
  get parts(): readonly ShownPart[] {
    return [...this.#settled, ...(this.#growing?.shown ?? this.#open)];
  }

  #take(text: string): boolean {
    if (text === '') return true;
    if (this.#growing === undefined) return this.#parse(this.#tail + text);
    const step = this.#growing.append(text);
    if (step === undefined) return true;
    return typeof step === 'string' ? this.#parse(step) : this.#follow(step);
  }

  #follow({ source, tokens, isFinal }: Behind): boolean {
    if (!isFinal) return this.#suits(tokens);
    this.#open = this.#growing?.shown ?? [];
    this.#growing = undefined;
    this.#settled.push(...this.#open.slice(0, 1));
    this.#open = this.#open.slice(1);
    return this.#parse(source);
  }

  #parse(text: string): boolean {
    this.#open = this.#growing?.shown ?? this.#open;
    this.#growing = undefined;
    if (text.length > LONGEST_OPEN) return false;
    const { tokens, links } = lexMarkdown(text, this.within);
    if (changedLabels(this.within.links, links).length > 0 || !this.#suits(tokens)) return false;
    this.#open = growParts(this.holder, this.#open, childParts(tokens));
    this.#settle(text, tokens);
    return true;
  }

  /** A blank line between the blocks of an item makes its list loose. */
  #suits(tokens: readonly MarkedToken[]): boolean {
    return this.within.paragraphs || !tokens.some(isBlankLine);
  }

  #settle(text: string, tokens: readonly MarkedToken[]): void {
    const starts = tokenStarts(text, tokens);
    const count = starts === undefined ? 0 : settledCount(tokens);
    const parts = childParts(tokens.slice(0, count)).length;
    this.#settled.push(...this.#open.slice(0, parts));
    this.#open = this.#open.slice(parts);
    this.#tail = text.slice(starts?.[count] ?? 0);
    const [token, ...others] = tokens.slice(count);
    const [shown] = this.#open;
    if (token === undefined || (shown?.holder === undefined && token.type !== 'code') || others.length > 0)
      return;
    const open = shown && growing(token, shown, this.#tail, this.within);
    if (open !== undefined) this.#growing = new GrowingEnd(this.holder, open);
  }
}
