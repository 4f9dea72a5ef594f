import { indexOfKey, putByKey, replaceAt } from './keyed-list';
import type {
  Segment,
  SubagentSegment,
  TextSegment,
  ThoughtSegment,
  ToolSegment,
  Transcript,
  Turn,
  TurnEnd,
  UserMessage,
} from './transcript';

/**
 * The only ways in which a transcript changes. The session applies them to its own copy and sends them to its views, which
 * apply the same: so a view's transcript is the session's by construction.
 */
export type Patch =
  /** Put a turn at `index` (all later ones move down), or replace the turn that has its key. */
  | { readonly op: 'turn'; readonly index: number; readonly turn: Turn }
  | { readonly op: 'removeTurn'; readonly turn: string }
  | { readonly op: 'user'; readonly turn: string; readonly user: UserMessage }
  /** Replace the segment that has this key, or add it at the end of the turn. */
  | { readonly op: 'segment'; readonly turn: string; readonly segment: Segment }
  | { readonly op: 'removeSegment'; readonly turn: string; readonly key: string }
  /** Append to a text segment that is there already. */
  | { readonly op: 'text'; readonly turn: string; readonly key: string; readonly text: string }
  /** Replace or add one item of a subagent. */
  | {
      readonly op: 'item';
      readonly turn: string;
      readonly key: string;
      readonly item: ThoughtSegment | ToolSegment;
    }
  | { readonly op: 'end'; readonly turn: string; readonly end?: TurnEnd | undefined };

/** The transcript after `patch`; a patch for a turn or segment that is not there changes nothing. */
function applyPatch(transcript: Transcript, patch: Patch): Transcript {
  if (patch.op === 'turn') return { turns: putTurn(transcript.turns, patch.index, patch.turn) };
  if (patch.op === 'removeTurn') return { turns: transcript.turns.filter((turn) => turn.key !== patch.turn) };
  const index = indexOfKey(transcript.turns, patch.turn);
  const turn = transcript.turns[index];
  return turn === undefined
    ? transcript
    : { turns: replaceAt(transcript.turns, index, patchTurn(turn, patch)) };
}

/** The transcript after all `patches`, in order. */
export function applyPatches(transcript: Transcript, patches: readonly Patch[]): Transcript {
  return patches.reduce(applyPatch, transcript);
}

function putTurn(turns: readonly Turn[], index: number, turn: Turn): readonly Turn[] {
  return index >= turns.length || indexOfKey(turns, turn.key) >= 0
    ? putByKey(turns, turn)
    : turns.toSpliced(index, 0, turn);
}

type TurnPatch = Exclude<Patch, { op: 'turn' | 'removeTurn' }>;

function patchTurn(turn: Turn, patch: TurnPatch): Turn {
  switch (patch.op) {
    case 'user':
      return { ...turn, user: patch.user };
    case 'end':
      return { ...turn, end: patch.end };
    case 'segment':
      return { ...turn, segments: putByKey(turn.segments, patch.segment) };
    case 'removeSegment':
      return { ...turn, segments: turn.segments.filter((segment) => segment.key !== patch.key) };
    case 'text':
      return updateSegment(turn, patch.key, isText, (segment) => ({
        ...segment,
        text: segment.text + patch.text,
      }));
    case 'item':
      return updateSegment(turn, patch.key, isSubagent, (segment) => ({
        ...segment,
        items: putByKey(segment.items, patch.item),
      }));
  }
}

function updateSegment<S extends Segment>(
  turn: Turn,
  key: string,
  is: (segment: Segment) => segment is S,
  update: (segment: S) => S,
): Turn {
  const index = indexOfKey(turn.segments, key);
  const segment = turn.segments[index];
  return segment === undefined || !is(segment)
    ? turn
    : { ...turn, segments: replaceAt(turn.segments, index, update(segment)) };
}

function isText(segment: Segment): segment is TextSegment {
  return segment.kind === 'text';
}

function isSubagent(segment: Segment): segment is SubagentSegment {
  return segment.kind === 'subagent';
}
