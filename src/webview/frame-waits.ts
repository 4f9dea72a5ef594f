/** The host hears of so many messages at once. */
const TOLD_TOGETHER = 8;

/** How long what the host posts waits for a frame that takes it up: by that the host finds the time to post. */
export class FrameWaits {
  #arrived: number[] = [];
  #waits: number[] = [];

  constructor(
    private readonly now: () => number,
    /** Gets the milliseconds that each of the last messages waited. */
    private readonly tell: (ms: number[]) => void,
  ) {}

  /** A message has come. In a window that draws no frames only the first few count. */
  arrived(): void {
    if (this.#arrived.length < TOLD_TOGETHER) this.#arrived.push(this.now());
  }

  /** A frame takes up all that has come. */
  frame(): void {
    const now = this.now();
    for (const arrived of this.#arrived.splice(0)) this.#waits.push(now - arrived);
    if (this.#waits.length >= TOLD_TOGETHER) this.tell(this.#waits.splice(0));
  }
}
