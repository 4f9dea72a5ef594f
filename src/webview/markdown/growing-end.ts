import { childParts } from './blocks';
import type { Behind, Growing } from './growing';
import { growParts, type Holder, type ShownPart } from './parts';

/** The open end of a text: a block that grows, and behind it what may still become its own. */
export class GrowingEnd {
  #behind: readonly ShownPart[] = [];

  constructor(
    private readonly holder: Holder,
    private readonly growing: Growing,
  ) {}

  /** Takes more text; what it returns is as `Growing` tells it, and is on screen unless it is a source to be read as a whole. */
  append(text: string): Behind | string | undefined {
    const step = this.growing.append(text);
    if (typeof step !== 'string')
      this.#behind = growParts(this.holder, this.#behind, childParts(step?.tokens ?? []));
    return step;
  }

  /** The source so far. */
  get raw(): string {
    return this.growing.raw;
  }

  /** The block, and what is behind it. */
  get shown(): readonly ShownPart[] {
    return [this.growing.shown, ...this.#behind];
  }
}
