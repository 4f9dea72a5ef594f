import type { MarkedToken } from 'marked';
import { settledCount, tokenStarts } from './boundaries';
import { childParts } from './blocks';
import { growing, type Growing } from './growing';
import { lexMarkdown, type Within } from './lexer';
import type { Lines } from './lines';
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
  #growing: Growing | undefined;

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
    if (lines.take(source) !== text) return undefined;
    const contents = new Contents(holder, parts, lines, within);
    contents.#settle(text, tokens);
    return contents;
  }

  /** Takes more source. False when it is not certain what becomes of it: then the container must be read as a whole. */
  append(source: string): boolean {
    const text = this.lines.take(source);
    if (text === undefined) return false;
    if (text === '') return true;
    const tail = this.#growing === undefined ? this.#tail + text : this.#growing.append(text);
    return tail === undefined || this.#parse(tail);
  }

  /** What stands in the container. */
  get parts(): readonly ShownPart[] {
    const open = this.#growing === undefined ? this.#open : [this.#growing.shown];
    return [...this.#settled, ...open];
  }

  #parse(text: string): boolean {
    if (this.#growing !== undefined) this.#open = [this.#growing.shown];
    this.#growing = undefined;
    if (text.length > LONGEST_OPEN) return false;
    const { tokens, links } = lexMarkdown(text, this.within);
    if (changedLabels(this.within.links, links).length > 0) return false;
    if (!this.within.paragraphs && tokens.some(isBlankLine)) return false;
    this.#open = growParts(this.holder, this.#open, childParts(tokens));
    this.#settle(text, tokens);
    return true;
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
    if (shown !== undefined) this.#growing = growing(token, shown, this.#tail, this.within);
  }
}

/** A blank line between the blocks of an item makes its list loose. */
function isBlankLine({ type, raw }: MarkedToken): boolean {
  return type === 'space' && /\n.*\n/.test(raw);
}
