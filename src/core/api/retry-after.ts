/** Begins as dates of HTTP do; the date parser alone would take "-5" for one. */
const httpDate = /^[a-z]{3,9},? /i;
const longest = 10 * 60_000;

/** Milliseconds that a `Retry-After` header asks to wait (seconds or a date), between 0 and 10 minutes. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : httpDate.test(text) ? Date.parse(text) - now : NaN;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(Math.round(ms), 0), longest);
}
