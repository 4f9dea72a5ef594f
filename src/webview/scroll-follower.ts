import { findByData } from './find-by-data';

/**
 * A place in the conversation: the turn at the top of the view, in it the block that begins with the step of this place, and how many
 * pixels of the block, or of the turn, are above.
 */
export interface ScrollPlace {
  readonly turn: string;
  readonly step?: number | undefined;
  readonly offset: number;
}

/** This near to the end (pixels) counts as the end: fractions of pixels, a last margin. */
const NEAR = 24;

/**
 * Keeps the newest text in view while the person is at the end, and keeps still once they scrolled up or unfolded something.
 */
export class ScrollFollower {
  #following = true;
  #lastTop = 0;
  readonly #observer: ResizeObserver;
  readonly #listeners = new AbortController();

  /** `content` is what grows inside of `scroller`; `changed` hears when following begins or ends. */
  constructor(
    private readonly scroller: HTMLElement,
    content: HTMLElement,
    private readonly changed: (following: boolean) => void,
    private readonly moved: () => void,
  ) {
    const { signal } = this.#listeners;
    scroller.addEventListener('scroll', () => this.#scrolled(), { signal, passive: true });
    scroller.addEventListener('wheel', (event) => this.#wheeled(event), { signal, passive: true });
    scroller.addEventListener('click', (event) => this.#clicked(event), { signal, capture: true });
    this.#observer = new ResizeObserver(() => this.settle());
    this.#observer.observe(content);
    this.#observer.observe(scroller);
  }

  get following(): boolean {
    return this.#following;
  }

  /** Brings the end into view when it is followed. */
  settle(): void {
    if (!this.#following) return;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#lastTop = this.scroller.scrollTop;
  }

  jumpToLatest(): void {
    this.#follow(true);
    this.settle();
  }

  /** Stays where the person is, whatever comes. */
  hold(): void {
    this.#follow(false);
  }

  /** Goes on following when the end is in view after all. */
  followAtEnd(): void {
    if (this.#atEnd()) this.#follow(true);
  }

  /** Where the person is; undefined while the end is followed. */
  place(): ScrollPlace | undefined {
    if (this.#following) return undefined;
    const turn = this.#inView('[data-turn]');
    const key = turn?.dataset['turn'];
    if (turn === undefined || key === undefined) return undefined;
    const steps = this.#inView('[data-step]', turn);
    const offset = Math.round(-this.#topOf(steps ?? turn));
    return { turn: key, ...(steps && { step: Number(steps.dataset['step']) }), offset };
  }

  /** To be called before something comes in above; the result, called when it is there, brings back what was at the top of the view. */
  keep(): (() => void) | undefined {
    if (this.#following) return undefined;
    const kept = this.#belowRow() ?? this.#topStep() ?? this.#inView('[data-turn]');
    const before = kept && this.#topOf(kept);
    return () => {
      if (kept?.isConnected !== true || before === undefined) return;
      const moved = this.#topOf(kept) - before;
      if (Math.abs(moved) < 1) return;
      this.scroller.scrollTop += moved;
      this.#lastTop = this.scroller.scrollTop;
    };
  }

  /** The step at the top of the view; of a subagent the one within it. */
  #topStep(): HTMLElement | undefined {
    const step = this.#inView('.steps > *');
    return (step && this.#inView('.steps > *', step)) ?? step;
  }

  /** The step below the row that asked for those before it, which may be one of a subagent in the middle of the view. */
  #belowRow(): HTMLElement | undefined {
    const row = document.activeElement?.closest('.earlier-steps')?.parentElement;
    return row ? this.#inView('.steps > *', row) : undefined;
  }

  /** Goes to a place that was taken before; nothing happens when its turn is not there. */
  restore(place: ScrollPlace): void {
    const turn = findByData(this.scroller, 'turn', place.turn);
    if (turn === undefined) return;
    this.hold();
    const steps = place.step === undefined ? undefined : findByData(turn, 'step', String(place.step));
    this.scroller.scrollTop += this.#topOf(steps ?? turn) + place.offset;
    this.#lastTop = this.scroller.scrollTop;
  }

  dispose(): void {
    this.#listeners.abort();
    this.#observer.disconnect();
  }

  #scrolled(): void {
    const { scrollTop } = this.scroller;
    if (this.#atEnd()) this.#follow(true);
    else if (scrollTop < this.#lastTop - 1) this.#follow(false);
    this.#lastTop = scrollTop;
    this.moved();
  }

  /** The wheel speaks before the scroll event does: text that arrives in between must not pull back. */
  #wheeled(event: WheelEvent): void {
    if (event.deltaY < 0 && this.scroller.scrollHeight > this.scroller.clientHeight) this.#follow(false);
  }

  /** Unfolding makes the page longer; the thing unfolded stays where it is. */
  #clicked(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    // Who goes back in a turn wants to read there, even if the end is in view as well.
    if (event.target.closest('.earlier-steps') !== null) this.#follow(false);
    if (event.target.closest('summary, .show-all') === null) return;
    this.#follow(false);
    requestAnimationFrame(() => requestAnimationFrame(() => this.followAtEnd()));
  }

  /** The first of these below `root` of which something is in view. */
  #inView(selector: string, root: HTMLElement = this.scroller): HTMLElement | undefined {
    const { clientHeight } = this.scroller;
    const found = [...root.querySelectorAll<HTMLElement>(selector)].find(
      (each) => this.#topOf(each) + each.offsetHeight > 0,
    );
    return found && this.#topOf(found) < clientHeight ? found : undefined;
  }

  /** How far below the top of the view it begins, in pixels. */
  #topOf(element: HTMLElement): number {
    return element.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
  }

  #atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight <= NEAR;
  }

  #follow(following: boolean): void {
    if (following === this.#following) return;
    this.#following = following;
    this.changed(following);
    this.moved();
  }
}
