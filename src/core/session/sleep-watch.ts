import type { Clock } from '../api/clock';

const TICK_MS = 1_000;
/** A busy machine is late too, but not by so much. */
const SLEPT_MS = 5_000;

/** Notices within a second that the machine has slept: a timer then comes much too late. It ticks only while `wanted`. */
export class SleepWatch {
  private takeBack: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly wanted: () => boolean,
    private readonly onSlept: () => void,
  ) {}

  /** Ticks from now on, until it is no longer wanted. */
  start(): void {
    if (this.takeBack === undefined && this.wanted()) this.tick();
  }

  stop(): void {
    this.takeBack?.();
    this.takeBack = undefined;
  }

  private tick(): void {
    const dueAt = this.clock.now() + TICK_MS;
    this.takeBack = this.clock.after(TICK_MS, () => {
      const late = this.clock.now() - dueAt;
      this.takeBack = undefined;
      this.start();
      if (late > SLEPT_MS) this.onSlept();
    });
  }
}
