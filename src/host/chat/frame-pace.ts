/** A frame of a 60 Hz screen, in milliseconds. */
const FRAME_MS = 1000 / 60;
/** So long (milliseconds) before its frame a post shall be there: no timer is more punctual. */
const SPARE_MS = 1;
/** Of so many posts, about a second's, is known how long they waited. */
const KNOWN = 64;

/**
 * When the next post to a view is due: one a frame, and so that it waits for its frame as short as possible. Without knowing the view's
 * frames, what is told would wait twice: here for a pause to end, and there for the frame.
 */
export class FramePace {
  /** One of the times (ms) at which posts are due; the others are whole frames away. */
  private due: number;
  /** How long the last posts would have waited, had they gone when posts go now. */
  private waits: readonly number[] = [];

  constructor(private readonly now: () => number) {
    this.due = now();
  }

  /** Milliseconds until a post is due after the one that goes now: a frame, or half of one more or less after a pause. */
  untilNext(): number {
    const now = this.now();
    this.due += FRAME_MS * Math.ceil((now + FRAME_MS / 2 - this.due) / FRAME_MS);
    return this.due - now;
  }

  /** The view says how long (ms) the next posts of which that was not known yet waited for a frame. */
  learn(waits: readonly number[]): void {
    const known = [...this.waits, ...waits].slice(-KNOWN);
    const later = bestDelay(known);
    this.due += later;
    this.waits = known.map((wait) => modulo(wait - later, FRAME_MS));
  }
}

/**
 * How much later (ms; earlier when negative) posts had to go that waited so long: the best of the delays with which one of them is just
 * in time. Who then comes too late waits for the next frame; that a few wait long is worse than that all wait a little.
 */
function bestDelay(waits: readonly number[]): number {
  let best = 0;
  let least = Infinity;
  for (const wait of waits) {
    const delay = wait - SPARE_MS;
    const cost = waits.reduce((sum, other) => sum + modulo(other - delay, FRAME_MS) ** 2, 0);
    if (cost >= least) continue;
    least = cost;
    best = delay;
  }
  return modulo(best + FRAME_MS / 2, FRAME_MS) - FRAME_MS / 2;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
