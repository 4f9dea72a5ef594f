const longest = 10 * 60_000;

/** Milliseconds that a `Retry-After` header asks to wait (seconds or a date), between 0 and 10 minutes. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(Math.round(ms), 0), longest);
}
