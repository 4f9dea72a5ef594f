import { visibleLines } from '../visible-text';
import { codeBlock, keepSource, type CodeBlock } from './code-block';
import type { Growing } from './growing';
import type { ShownPart } from './parts';

const opening = /^(`{3,}|~{3,})([^\n]*)\n/;

/** A longer line is no closing fence; looking at it again for each piece would cost more and more. */
const LONGEST_FENCE = 200;

/**
 * A code fence at the left margin that has begun and not ended. Appending costs only the new text: each line is looked at
 * once for the closing fence, and the text node grows at its end. What is shown is always what a full parse would show.
 */
export class OpenFence implements Growing {
  readonly #block: CodeBlock;
  readonly #closing: RegExp;
  /** Everything since the opening fence, in pieces, for the one parse when it closes. */
  readonly #raw: string[];
  /** The last line so far, without a line break. */
  #line = '';
  /** Line breaks before `#line`; shown only once something visible follows. */
  #breaks = 0;
  /** How much of the text node is complete lines, and what stands behind that. */
  #settled = 0;
  #open = '';
  /** The complete lines as they are, and whether the text node shows them otherwise. */
  #source = '';
  #hides = false;

  private constructor(head: string, fence: string, info: string) {
    this.#block = codeBlock('', info.trim());
    this.#closing = new RegExp(`^ {0,3}${fence}${fence.charAt(0)}* *$`);
    this.#raw = [head];
  }

  /** In the place of `shown`, when `raw` (a code block's source) begins a fence that is not closed; its first line must be complete. */
  static from(raw: string, shown: ShownPart): OpenFence | undefined {
    const [head, marker, info] = opening.exec(raw) ?? [];
    if (head === undefined || marker === undefined || info === undefined) return undefined;
    const fence = new OpenFence(head, marker, info);
    if (fence.append(raw.slice(head.length)) !== undefined) return undefined;
    shown.node.parentNode?.replaceChild(fence.#block.node, shown.node);
    return fence;
  }

  /** When the fence closes, returns the whole source since it opened, with what follows it. */
  append(text: string): string | undefined {
    this.#raw.push(text);
    const lines = text.split('\n');
    let settled = '';
    for (const piece of lines.slice(0, -1)) {
      const line = this.#line + piece;
      if (this.#closes(line)) {
        this.#write(settled, '');
        return this.raw;
      }
      settled += this.#settle(line);
      this.#line = '';
    }
    this.#line += lines.at(-1) ?? '';
    const hidden = this.#line === '' || this.#closes(this.#line);
    this.#write(settled, hidden ? '' : '\n'.repeat(this.#breaks) + this.#line);
    return undefined;
  }

  get raw(): string {
    return this.#raw.join('');
  }

  get shown(): ShownPart {
    return { key: '', node: this.#block.node };
  }

  #closes(line: string): boolean {
    return line.length < LONGEST_FENCE && this.#closing.test(line);
  }

  /** A complete line as it is to be shown; blank lines wait for a visible one. */
  #settle(line: string): string {
    const shown = line === '' ? '' : '\n'.repeat(this.#breaks) + line;
    this.#breaks = line === '' ? this.#breaks + 1 : 1;
    return shown;
  }

  /** Puts complete lines and the open line in the place of the open line shown before. */
  #write(settled: string, open: string): void {
    const shown = visibleLines(settled);
    const shownOpen = visibleLines(open);
    const next = shown + shownOpen;
    if (next.startsWith(this.#open)) this.#block.text.appendData(next.slice(this.#open.length));
    else this.#block.text.replaceData(this.#settled, this.#open.length, next);
    this.#settled += shown.length;
    this.#open = shownOpen;
    this.#source += settled;
    this.#hides ||= shown !== settled;
    const differs = this.#hides || shownOpen !== open;
    keepSource(this.#block.code, differs ? this.#source + open : undefined);
  }
}
