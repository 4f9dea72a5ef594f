import type { MarkedToken } from 'marked';
import { settledCount, tokenStarts } from './boundaries';
import { blockElement, blockPart, childParts } from './blocks';
import { growing, type Behind } from './growing';
import { GrowingEnd } from './growing-end';
import { lexMarkdown, wholeDocument, type Links } from './lexer';
import { changedLabels, mentionsAny } from './link-labels';
import { growParts, type ShownPart } from './parts';
import { Sections } from './sections';

/** A single block longer than this is left as it is, and what follows begins a new one: reading it again would cost ever more. */
const LONGEST_OPEN = 100_000;

/** A finished block. `node` is absent for what shows nothing. */
interface Block {
  readonly raw: string;
  readonly node: HTMLElement | undefined;
}

/**
 * Markdown that grows. After each `append` the container shows, in sections of a few blocks each, what one parse of all the text
 * would show, but only the open end is parsed again: finished blocks are final elements that are not touched any more (unless a later link
 * definition gives them a link), and inside an open code fence only a text node grows.
 */
export class StreamingMarkdown {
  /** Their sources together are the text before the tail. */
  #finished: Block[] = [];
  #finishedLinks: Links = {};
  #open: readonly ShownPart[] = [];
  /** The source of the open blocks, unless `#growing` keeps it. */
  #tail = '';
  /** The open end, when it can grow without being read again as a whole. */
  #growing: GrowingEnd | undefined;
  /** All link definitions that the screen shows. */
  #links: Links = {};
  #endsWithReturn = false;
  #handedOver = false;
  readonly #sections: Sections;

  /** `onFinished` gets each element that has become final (to colour its code). */
  constructor(
    readonly container: HTMLElement,
    private readonly onFinished: (node: HTMLElement) => void = () => undefined,
  ) {
    this.#sections = new Sections(container);
  }

  append(delta: string): void {
    const text = this.#normalised(delta);
    if (text === '') return;
    if (this.#handedOver) this.#takeBack();
    if (this.#growing === undefined) this.#parse(this.#tail + text);
    else this.#follow(this.#growing, this.#growing.append(text));
  }

  /** Shows `text` instead; leading blocks that are the same stay as they are. */
  set(text: string): void {
    const whole = text.replace(/\r\n?/g, '\n');
    const kept = this.#reusable(whole);
    const position = this.#finished.slice(0, kept).reduce((sum, block) => sum + block.raw.length, 0);
    for (const { node } of this.#finished.slice(kept)) node?.remove();
    this.#finished.length = kept;
    this.#clearOpen();
    this.#tail = '';
    this.#growing = undefined;
    this.#links = this.#finishedLinks = {};
    this.#endsWithReturn = this.#handedOver = false;
    this.append(whole.slice(position));
  }

  /** No more text is expected now, so the open end is as good as finished. More text may come all the same. */
  finish(): void {
    if (this.#handedOver) return;
    this.#handedOver = true;
    for (const { node } of this.#open) if (node instanceof HTMLElement) this.onFinished(node);
  }

  #follow(growing: GrowingEnd, step: Behind | string | undefined): void {
    this.#open = growing.shown;
    this.#sections.tidy();
    if (step === undefined || (typeof step === 'object' && !step.isFinal)) return;
    this.#growing = undefined;
    if (typeof step === 'string') {
      this.#parse(step);
      return;
    }
    const [ended, ...behind] = this.#open;
    this.#open = behind;
    this.#finishBlock(growing.raw.slice(0, -step.source.length), ended?.node);
    this.#parse(step.source);
  }

  #parse(text: string): void {
    const { tokens, links } = lexMarkdown(text, wholeDocument(this.#finishedLinks));
    const changed = changedLabels(this.#links, links);
    this.#links = links;
    if (changed.length > 0) this.#relink(changed);
    if (mentionsAny(text, changed)) this.#clearOpen();
    this.#open = growParts(this.#sections, this.#open, childParts(tokens));
    this.#sections.tidy();
    const starts = tokenStarts(text, tokens);
    const certain = starts === undefined ? 0 : settledCount(tokens);
    const tooLong = text.length - (starts?.[certain] ?? 0) > LONGEST_OPEN && !isFence(tokens[certain]);
    const settled = tooLong ? tokens.length : certain;
    const end = tooLong ? text.length : (starts?.[settled] ?? 0);
    this.#tail = text.slice(end);
    let shown = 0;
    for (const [index, token] of tokens.slice(0, settled).entries()) {
      const start = starts?.[index] ?? (index === 0 ? 0 : end);
      const node = blockPart(token) === undefined ? undefined : this.#open[shown++]?.node;
      this.#finishBlock(text.slice(start, starts?.[index + 1] ?? end), node);
    }
    this.#open = this.#open.slice(shown);
    if (settled > 0 && Object.keys(links).length > 0) {
      this.#finishedLinks = lexMarkdown(text.slice(0, end), wholeDocument(this.#finishedLinks)).links;
    }
    const [last, ...others] = tokens.slice(settled);
    if (last !== undefined && others.length === 0) this.#grow(last);
  }

  #finishBlock(raw: string, node: Node | undefined): void {
    const block = node instanceof HTMLElement ? node : undefined;
    this.#finished.push({ raw, node: block });
    if (block !== undefined) this.onFinished(block);
  }

  #clearOpen(): void {
    growParts(this.#sections, this.#open, []);
    this.#open = [];
    this.#sections.tidy();
  }

  /** Makes finished blocks anew that mention a link definition which has come, changed or gone. */
  #relink(changed: readonly string[]): void {
    this.#finished = this.#finished.map((block) => {
      if (block.node === undefined || !mentionsAny(block.raw, changed)) return block;
      const [token] = lexMarkdown(block.raw, wholeDocument(this.#links)).tokens;
      const node = token === undefined ? undefined : blockElement(token);
      if (node === undefined) return block;
      block.node.replaceWith(node);
      this.onFinished(node);
      return { raw: block.raw, node };
    });
  }

  #grow(token: MarkedToken): void {
    const [shown] = this.#open;
    // Only code has no links.
    if (token.type !== 'code' && changedLabels(this.#finishedLinks, this.#links).length > 0) return;
    if (shown === undefined) return;
    const open = growing(token, shown, this.#tail, wholeDocument(this.#links));
    if (open === undefined) return;
    this.#growing = new GrowingEnd(this.#sections, open);
    this.#open = this.#growing.shown;
    this.#tail = '';
  }

  /** Text after `finish`: the open end was given away (coloured perhaps) and is made anew. */
  #takeBack(): void {
    this.#handedOver = false;
    this.#tail = this.#growing?.raw ?? this.#tail;
    this.#growing = undefined;
    this.#clearOpen();
  }

  /** How many leading finished blocks are the same in `text` and sure to stay so. */
  #reusable(text: string): number {
    // A definition anywhere may concern any block: the rare case starts afresh.
    if (Object.keys(this.#links).length > 0) return 0;
    let position = 0;
    const differs = this.#finished.findIndex(({ raw }) => {
      const same = text.startsWith(raw, position);
      position += raw.length;
      return !same;
    });
    const equal = differs < 0 ? this.#finished : this.#finished.slice(0, differs);
    // The last equal block may go on differently now, so it is read again.
    return Math.max(
      0,
      equal.findLastIndex(({ node }) => node !== undefined),
    );
  }

  #normalised(delta: string): string {
    const text = this.#endsWithReturn && delta.startsWith('\n') ? delta.slice(1) : delta;
    if (delta !== '') this.#endsWithReturn = delta.endsWith('\r');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

/** An open fence of any length costs no more for each piece: it is not read again. */
function isFence(token: MarkedToken | undefined): boolean {
  return token?.type === 'code' && token.codeBlockStyle !== 'indented';
}
