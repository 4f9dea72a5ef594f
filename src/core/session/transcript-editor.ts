import { copyOf, indexOfKey, putInPlace, type Keyed } from './keyed-list';
import type { Patch } from './patch';
import type { Segment, SubagentItem, SubagentSegment, TextSegment, Transcript, Turn } from './transcript';

type TurnPatch = Exclude<Patch, { op: 'turn' | 'removeTurn' }>;

/**
 * A transcript that is being changed. What `transcript` has handed out never changes any more; lists of which nobody knows yet are
 * changed in place, so that an event in a turn of thousands of segments, or of a subagent of as many items, does not cost a copy of
 * them.
 */
export class TranscriptEditor {
  #handedOut: Transcript;
  /** The list of turns, where it is another one than was handed out. */
  #turns: Turn[] | undefined;
  /** Lists of segments that were made here since then. */
  #segments = new Map<readonly Segment[], Segment[]>();
  /** The same of what subagents did. */
  #items = new Map<readonly SubagentItem[], SubagentItem[]>();

  constructor(transcript: Transcript) {
    this.#handedOut = transcript;
  }

  /** The transcript after all patches. */
  get transcript(): Transcript {
    if (this.#turns !== undefined) {
      this.#handedOut = { turns: this.#turns };
      this.#turns = undefined;
      this.#segments = new Map();
      this.#items = new Map();
    }
    return this.#handedOut;
  }

  /** The turns as they are now, for a look: they may change later. */
  get turns(): readonly Turn[] {
    return this.#turns ?? this.#handedOut.turns;
  }

  /** The turn with this key as it is now, for a look. */
  turn(key: string): Turn | undefined {
    return this.turns[indexOfKey(this.turns, key)];
  }

  /** A patch for a turn or segment that is not there changes nothing. Gives it back with the place where it took effect. */
  apply(patch: Patch): Patch {
    const before = this.#placeOf(patch);
    this.#change(patch);
    const at = before < 0 ? this.#placeOf(patch) : before;
    if (at < 0) return patch;
    if (patch.op === 'turn') return { ...patch, index: at, replaces: before >= 0 };
    return patch.op === 'segment' ||
      patch.op === 'removeSegment' ||
      patch.op === 'removeTurn' ||
      patch.op === 'item'
      ? { ...patch, at }
      : patch;
  }

  /** The index of what is put or removed, among its like; -1 when it is not there, or the patch is about something else. */
  #placeOf(patch: Patch): number {
    if (patch.op === 'turn') return indexOfKey(this.turns, patch.turn.key);
    if (patch.op === 'removeTurn') return indexOfKey(this.turns, patch.turn);
    if (patch.op === 'text' || patch.op === 'user' || patch.op === 'end') return -1;
    const segments = this.turn(patch.turn)?.segments ?? [];
    if (patch.op === 'segment') return indexOfKey(segments, patch.segment.key);
    if (patch.op === 'item') {
      const agent = segments[indexOfKey(segments, patch.key)];
      return agent?.kind === 'subagent' ? indexOfKey(agent.items, patch.item.key) : -1;
    }
    return indexOfKey(segments, patch.key);
  }

  /** One of the steps that are not there is gone (turn-window.ts). */
  forgetStep(key: string): void {
    const turn = this.turn(key);
    if (turn !== undefined) putInPlace(this.#ownTurns(), { ...turn, earlier: (turn.earlier ?? 1) - 1 });
  }

  #change(patch: Patch): void {
    if (patch.op === 'turn') this.#putTurn(patch.index, patch.turn);
    else if (patch.op === 'removeTurn') this.#turns = this.turns.filter((turn) => turn.key !== patch.turn);
    else {
      const index = indexOfKey(this.turns, patch.turn);
      const turn = this.turns[index];
      const patched = turn && this.#patchTurn(turn, patch);
      if (patched !== undefined) this.#ownTurns()[index] = patched;
    }
  }

  #putTurn(index: number, turn: Turn): void {
    if (index >= this.turns.length || indexOfKey(this.turns, turn.key) >= 0)
      putInPlace(this.#ownTurns(), turn);
    else this.#turns = this.turns.toSpliced(index, 0, turn);
  }

  /** Undefined when nothing changes. */
  #patchTurn(turn: Turn, patch: TurnPatch): Turn | undefined {
    switch (patch.op) {
      case 'user':
        return { ...turn, user: patch.user };
      case 'end':
        return { ...turn, end: patch.end };
      case 'segment': {
        const segments = own(this.#segments, turn.segments);
        putInPlace(segments, patch.segment);
        // Whoever gets the patch has these items too.
        if (patch.segment.kind === 'subagent') this.#items.delete(patch.segment.items);
        return segments === turn.segments ? turn : { ...turn, segments };
      }
      case 'removeSegment':
        return { ...turn, segments: turn.segments.filter((segment) => segment.key !== patch.key) };
      case 'text':
        return this.#update(turn, patch.key, isText, (segment) => ({
          ...segment,
          text: segment.text + patch.text,
        }));
      case 'item':
        return this.#update(turn, patch.key, isSubagent, (segment) => {
          const items = own(this.#items, segment.items);
          putInPlace(items, patch.item);
          return { ...segment, items };
        });
    }
  }

  #update<S extends Segment>(
    turn: Turn,
    key: string,
    is: (segment: Segment) => segment is S,
    update: (segment: S) => S,
  ): Turn | undefined {
    const index = indexOfKey(turn.segments, key);
    const segment = turn.segments[index];
    if (segment === undefined || !is(segment)) return undefined;
    const segments = own(this.#segments, turn.segments);
    segments[index] = update(segment);
    return segments === turn.segments ? turn : { ...turn, segments };
  }

  #ownTurns(): Turn[] {
    return (this.#turns ??= copyOf(this.#handedOut.turns));
  }
}

/** The list itself when it is one of those made here, or else a copy, which is one of them from now on. */
function own<T extends Keyed>(made: Map<readonly T[], T[]>, list: readonly T[]): T[] {
  const known = made.get(list);
  if (known !== undefined) return known;
  const copy = copyOf(list);
  made.set(copy, copy);
  return copy;
}

/** The transcript after all `patches`, in order. */
export function applyPatches(transcript: Transcript, patches: readonly Patch[]): Transcript {
  const editor = new TranscriptEditor(transcript);
  for (const patch of patches) editor.apply(patch);
  return editor.transcript;
}

function isText(segment: Segment): segment is TextSegment {
  return segment.kind === 'text';
}

function isSubagent(segment: Segment): segment is SubagentSegment {
  return segment.kind === 'subagent';
}
