let last = 0;

/** The time now as ISO text; never the same twice, so that "newest first" is always a strict order. */
export function timestamp(): string {
  last = Math.max(Date.now(), last + 1);
  return new Date(last).toISOString();
}
