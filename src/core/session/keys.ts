import { indexOfKey } from './keyed-list';
import type { Segment, Turn } from './transcript';

/**
 * A key for the next segment of this kind: the same for the same order of arrival, so a replay finds the same cards. New
 * segments come at the end, so the last one of a kind has its highest number.
 */
export function nextSegmentKey(turn: Turn, kind: Segment['kind']): string {
  const last = turn.segments.findLast((segment) => segment.kind === kind);
  return `${kind}:${last === undefined ? 0 : Number(last.key.slice(kind.length + 1)) + 1}`;
}

/** A name that the server gave, as part of a key: without the slash that joins keys (part-text.ts), and never the same for two names. */
export function nameInKey(name: string): string {
  // Asked for each event of a call; hardly any has one.
  if (!name.includes('/') && !name.includes('%')) return name;
  return name.replace(/[%/]/g, encodeURIComponent);
}

/** A key for a new turn. */
export function nextTurnKey(turns: readonly Turn[]): string {
  let ordinal = turns.length;
  while (indexOfKey(turns, `turn:${ordinal}`) >= 0) ordinal += 1;
  return `turn:${ordinal}`;
}
