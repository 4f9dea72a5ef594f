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
  /** Set by a script whose deltas do not add up to what is saved. */
  savedContent: string | undefined;
  private hasWatcher = false;
  private readonly waiting = new Set<() => void>();

  /** Resolves when a stream has been opened on the turn, or the turn is to stop. */
  async watched(): Promise<void> {
    const { signal } = this.abort;
    while (!this.hasWatcher && !signal.aborted) await this.change(signal);
  }

  /** A stream tells that it looks on. */
  watch(): void {
    this.hasWatcher = true;
    this.wake();
  }

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
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), ms);
    await this.change(signal, timeout.signal);
    clearTimeout(timer);
    return timeout.signal.aborted;
  }

  /** Resolves at the next event, the end, or when one of the signals is aborted. */
  private async change(...signals: AbortSignal[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.waiting.delete(wake);
        for (const signal of signals) signal.removeEventListener('abort', wake);
        resolve();
      };
      this.waiting.add(wake);
      for (const signal of signals) signal.addEventListener('abort', wake);
    });
  }

  private wake(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
