import type { Reviewed } from '../../core/protocol';

/**
 * The calls of a chat that were opened for review, with one more. Only those in `waiting` (call ids) stay: each has all that would
 * run, and goes to the view whenever that is shown.
 */
export function withReview(
  reviewed: Reviewed,
  review: Reviewed[number],
  waiting: readonly { readonly callId: string }[],
): Reviewed {
  const open = new Set(waiting.map(({ callId }) => callId));
  return [...reviewed.filter(({ callId }) => callId !== review.callId && open.has(callId)), review];
}
