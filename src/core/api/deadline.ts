import type { Clock } from './clock';
import { SigmicError } from './errors';

/**
 * Ends one call: when the caller's signal fires, or when `ms` milliseconds pass. `touch()` begins them anew, for
 * limits on idleness rather than on the whole; it costs no more than a look at the clock, so that it may be called for each of
 * many events. Its owner calls `stop()` at the end, whatever happened.
 */
export class Deadline {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #expired: () => SigmicError;
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal | undefined;
  /** When (of the clock) the time is over; undefined while it does not count. */
  #due: number | undefined;
  #takeBack: (() => void) | undefined;

  constructor(clock: Clock, ms: number, expired: () => SigmicError, caller?: AbortSignal) {
    this.#clock = clock;
    this.#ms = ms;
    this.#expired = expired;
    this.#caller = caller;
    caller?.addEventListener('abort', this.#cancel, { once: true });
    if (caller?.aborted === true) this.#cancel();
    else this.touch();
  }

  /** Fires with a SigmicError as its reason: `cancelled`, or what `expired` made. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why it ended, if it did. */
  get reason(): SigmicError | undefined {
    const reason: unknown = this.signal.reason;
    return reason instanceof SigmicError ? reason : undefined;
  }

  /** Something moved: the time begins anew. */
  touch(): void {
    if (this.signal.aborted) return;
    this.#due = this.#clock.now() + this.#ms;
    if (this.#takeBack === undefined) this.#wait(this.#ms);
  }

  /** Time does not count until the next `touch()`. */
  pause(): void {
    this.#due = undefined;
  }

  /** What `promise` gives, or the reason as soon as this ends. */
  async race<T>(promise: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    let stop: () => void = () => undefined;
    const ended = new Promise<never>((_, reject) => {
      const onAbort = (): void => reject(this.reason ?? this.#expired());
      this.signal.addEventListener('abort', onAbort, { once: true });
      stop = () => this.signal.removeEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([promise, ended]);
    } finally {
      stop();
    }
  }

  /** Waits, unless this ends before. */
  async sleep(ms: number): Promise<void> {
    let takeBack: () => void = () => undefined;
    try {
      await this.race(
        new Promise<void>((resolve) => {
          takeBack = this.#clock.after(ms, resolve);
        }),
      );
    } finally {
      takeBack();
    }
  }

  /** Lets go of the timer and of the caller's signal. */
  stop(): void {
    this.#takeBack?.();
    this.#takeBack = undefined;
    this.#caller?.removeEventListener('abort', this.#cancel);
  }

  /** One timer outlives many touches: when it fires, it waits for what is left. */
  #wait(ms: number): void {
    this.#takeBack = this.#clock.after(ms, () => {
      this.#takeBack = undefined;
      if (this.#due === undefined) return;
      const left = this.#due - this.#clock.now();
      if (left > 0) this.#wait(left);
      else this.#controller.abort(this.#expired());
    });
  }

  readonly #cancel = (): void => {
    this.stop();
    this.#controller.abort(new SigmicError('cancelled', 'Cancelled by the caller.', { code: 'CANCELLED' }));
  };
}
