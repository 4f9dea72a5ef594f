import { Approvals } from './approvals';
import type { StreamEvent } from './events';

/**
 * One run of the agent: the log of all its events, read by any number of streams at their own speed,
 * each with a place of its own in it. The run never waits for a reader.
 */
export class Turn {
  readonly events: StreamEvent[] = [];
  readonly approvals = new Approvals();
  readonly abort = new AbortController();
  ended = false;
  private readonly waiting = new Set<() => void>();

  emit(event: StreamEvent): void {
    if (this.ended) return;
    this.events.push(event);
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  /** Waits until there are more than `count` events, the turn has ended, or `ms` have passed; true in the last case. */
  async quiet(count: number, ms: number, signal: AbortSignal): Promise<boolean> {
    if (this.events.length > count || this.ended || signal.aborted) return false;
    return new Promise((resolve) => {
      const finish = (timedOut: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve(timedOut);
      };
      const wake = (): void => finish(false);
      const timer = setTimeout(() => finish(true), ms);
      this.waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
