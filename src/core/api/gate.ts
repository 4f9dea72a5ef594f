import type { Clock } from './clock';
import type { Deadline } from './deadline';
import { SigmicError } from './errors';

/** Who would wait no longer than this (ms) waits, instead of being told to come back. */
const PATIENCE_MS = 3_000;

/**
 * One gate for all calls of a client: a 429 or 503 that says when to come back holds for every request with the same key, so
 * that lists, streams and answers do not go on where one of them was asked to wait. Requests behind a closed gate wait when it opens
 * soon, and else fail at once with `unavailable` and what is left of the time, for whoever counts down.
 */
export class Gate {
  private closed: { readonly until: number; readonly status: number; readonly key: string } | undefined;

  constructor(private readonly clock: Clock) {}

  /** Resolves once the gate is open for `key` (origin and credential); throws when that takes long, or `deadline` ends. */
  async pass(key: string, deadline: Deadline): Promise<void> {
    const { closed } = this;
    const left = closed?.key === key ? closed.until - this.clock.now() : 0;
    if (closed === undefined || left <= 0) return;
    if (left <= PATIENCE_MS) return deadline.sleep(left);
    throw new SigmicError('unavailable', `The server asked to wait; ${left} ms are left.`, {
      code: 'ASKED_TO_WAIT',
      status: closed.status,
      retryAfterMs: left,
      retryable: true,
      sent: false,
    });
  }

  /** Takes note of an answer; one that is no failure opens the gate, when it was let through `anyway`. */
  note(key: string, status: number, retryAfterMs: number | undefined, anyway: boolean): void {
    if ((status === 429 || status === 503) && retryAfterMs !== undefined && retryAfterMs > 0) {
      this.closed = { until: this.clock.now() + retryAfterMs, status, key };
    } else if (anyway && status < 400) this.closed = undefined;
  }
}
