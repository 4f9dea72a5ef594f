const FIRST_MS = 400;
const CAP_MS = 15_000;

/**
 * Milliseconds before reconnect attempt `attempt` (0 is the first): doubling up to `capMs`, with a quarter of jitter either way
 * so that many sessions do not return in step. `random` gives [0, 1).
 */
export function backoff(attempt: number, random: () => number, capMs = CAP_MS): number {
  const base = Math.min(capMs, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.75 + random() / 2));
}
