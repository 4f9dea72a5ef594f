import type { Clock } from '../api/clock';
import { sleep } from './sleep';

/** How often the task is looked at while its stream says nothing: two requests each time. */
export const LOOK_MS = 10_000;

/** What a look has found: the task runs, it is over, or nothing can be told. */
export type Sight = 'runs' | 'over' | 'nothing';

/** Looks at a task again and again in place of its stream, for as long as there is something to be seen. */
export class Lookout {
  private looking: AbortController | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly look: (signal: AbortSignal) => Promise<Sight>,
    private readonly onSight: (sight: Sight) => void,
  ) {}

  /** Looks for the first time in `delayMs` milliseconds; nothing new while it looks already. */
  start(delayMs: number): void {
    if (this.looking !== undefined) return;
    const looking = new AbortController();
    this.looking = looking;
    void this.keepLooking(looking.signal, delayMs).finally(() => {
      if (this.looking === looking) this.looking = undefined;
    });
  }

  /** What is being looked at counts no more. */
  stop(): void {
    this.looking?.abort();
    this.looking = undefined;
  }

  private async keepLooking(signal: AbortSignal, delayMs: number): Promise<void> {
    for (let wait = delayMs; ; wait = LOOK_MS) {
      if (wait > 0) await sleep(this.clock, wait, signal);
      if (signal.aborted) return;
      const sight = await this.look(signal);
      // Read anew: the signal may have fired meanwhile.
      if (isAborted(signal)) return;
      this.onSight(sight);
      if (sight !== 'runs') return;
    }
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
