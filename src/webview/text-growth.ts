import type { Patch } from '../core/session/patch';
import type { Segment, TextSegment, Transcript } from '../core/session/transcript';

/** A text segment that is another one with `added` at its end. */
export interface Growth {
  readonly from: TextSegment;
  readonly added: string;
}

/**
 * Remembers which text segments came from which by appending only, so that a view can append as well, without ever
 * comparing or flattening the long string.
 */
export class TextGrowth {
  /** Of the last changes only: older ones would keep every former state alive. */
  #growth = new Map<TextSegment, Growth>();

  /** How `segment` grew in the last changes, if it only grew. */
  of(segment: TextSegment): Growth | undefined {
    return this.#growth.get(segment);
  }

  /** Notes what `patches` made of `before`. */
  note(before: Transcript, after: Transcript, patches: readonly Patch[]): void {
    this.#growth = new Map();
    for (const { turn, key, added } of appended(patches)) {
      const from = findText(before, turn, key);
      const to = findText(after, turn, key);
      if (from !== undefined && to !== undefined) this.#growth.set(to, { from, added: added.join('') });
    }
  }
}

/** What was appended to each segment that nothing else happened to. */
function appended(patches: readonly Patch[]): { turn: string; key: string; added: string[] }[] {
  const found = new Map<string, { turn: string; key: string; added: string[] }>();
  const otherwise = new Set<string>();
  const wholeTurns = new Set<string>();
  for (const patch of patches) {
    if (patch.op === 'text') {
      const id = JSON.stringify([patch.turn, patch.key]);
      const entry = found.get(id) ?? { turn: patch.turn, key: patch.key, added: [] };
      entry.added.push(patch.text);
      found.set(id, entry);
    } else if (patch.op === 'segment') otherwise.add(JSON.stringify([patch.turn, patch.segment.key]));
    else if (patch.op === 'removeSegment') otherwise.add(JSON.stringify([patch.turn, patch.key]));
    else if (patch.op === 'turn') wholeTurns.add(patch.turn.key);
    else if (patch.op === 'removeTurn') wholeTurns.add(patch.turn);
  }
  return [...found].flatMap(([id, entry]) =>
    otherwise.has(id) || wholeTurns.has(entry.turn) ? [] : [entry],
  );
}

function findText(transcript: Transcript, turnKey: string, key: string): TextSegment | undefined {
  const turn = transcript.turns.findLast((candidate) => candidate.key === turnKey);
  const segment: Segment | undefined = turn?.segments.findLast((candidate) => candidate.key === key);
  return segment?.kind === 'text' ? segment : undefined;
}
