import type { Patch } from '../session/patch';
import type { Segment, Transcript, Turn } from '../session/transcript';
import type { Mask } from './mask';

/** What masks all that was said before a secret was known. */
export function maskTranscript({ turns }: Transcript, mask: Mask): readonly Patch[] {
  return turns.flatMap((turn, index): Patch[] => {
    const masked = maskTurn(turn, mask);
    return masked === undefined ? [] : [{ op: 'turn', index, turn: masked }];
  });
}

/** Undefined when there is nothing to mask. Keys and ids stay. */
function maskTurn(turn: Turn, mask: Mask): Turn | undefined {
  if (mask.json(turn) === turn) return undefined;
  const { user, segments, end } = turn;
  return {
    ...turn,
    ...(user && { user: { ...mask.json(user), id: user.id, delivery: user.delivery } }),
    segments: segments.map((segment) => maskSegment(segment, mask)),
    ...(end && { end: { ...mask.json(end), kind: end.kind } }),
  };
}

function maskSegment(segment: Segment, mask: Mask): Segment {
  if (segment.kind !== 'subagent') return maskItem(segment, mask);
  const { kind, key, items, ...said } = segment;
  return { ...mask.json(said), kind, key, items: items.map((item) => maskItem(item, mask)) };
}

function maskItem<S extends Exclude<Segment, { kind: 'subagent' }>>(segment: S, mask: Mask): S {
  const { kind, key } = segment;
  if (segment.kind !== 'tool') return { ...mask.json(segment), kind, key };
  const { callId, status, answer, toolName, args } = segment;
  const seal = mask.seal([toolName, args]) ?? segment.seal;
  return { ...mask.json(segment), kind, key, callId, status, answer, seal };
}
