import type { ViewState } from '../core/view-state';

/**
 * Typing is saved this long after the last key press, in milliseconds. A view that is hidden is gone before it can say anything:
 * what was typed in this time is lost.
 */
const DELAY = 30;

/** Saves the view's own state: a little after it changed, and at once when the view is hidden. */
export class StateKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly collect: () => ViewState,
    private readonly save: (state: ViewState) => void,
  ) {}

  changed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), DELAY);
  }

  /** Saves now what is waiting to be saved. */
  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.save(this.collect());
  }
}
