import type { Transcript, Turn } from './transcript';

/** A key for the next segment of this kind: the same for the same order of arrival, so a replay finds the same cards. */
export function nextSegmentKey(turn: Turn, kind: string): string {
  const keys = new Set(turn.segments.map((segment) => segment.key));
  return firstFree(keys, kind, turn.segments.filter((segment) => segment.kind === kind).length);
}

/** A key for a new turn. */
export function nextTurnKey(transcript: Transcript): string {
  return firstFree(new Set(transcript.turns.map((turn) => turn.key)), 'turn', transcript.turns.length);
}

function firstFree(taken: ReadonlySet<string>, prefix: string, from: number): string {
  let ordinal = from;
  while (taken.has(`${prefix}:${ordinal}`)) ordinal += 1;
  return `${prefix}:${ordinal}`;
}
