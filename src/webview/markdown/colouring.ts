import type { Highlighter } from './highlight';
import type { IdleWork } from './idle-work';

/** Colours finished code in idle moments. The grammars are a script of their own, loaded with the first code to be coloured. */
export class Colouring {
  #highlighter: Promise<Highlighter> | undefined;

  constructor(private readonly idle: IdleWork) {}

  /** Colours all code inside of `node` soon. */
  add(node: ParentNode): void {
    const codes = [...node.querySelectorAll<HTMLElement>('code[data-language]')];
    if (codes.length > 0) void this.#colour(codes);
  }

  async #colour(codes: readonly HTMLElement[]): Promise<void> {
    this.#highlighter ??= import('./highlight.js').then(({ Highlighter }) => new Highlighter());
    const highlighter = await this.#highlighter;
    for (const code of codes) this.idle.add(highlighter.colour(code));
  }
}
