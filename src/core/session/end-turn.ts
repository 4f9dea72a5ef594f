import type { Patch } from './patch';
import { settleText } from './settle-text';
import { isSettled, type Segment, type Turn, type TurnEnd } from './transcript';

/**
 * What `done` changes: the text is settled with the final response (rule 3), questions and tools that got no outcome are
 * closed (rule 6), and the turn has ended. After a last word that is an error it has failed.
 */
export function endTurn(turn: Turn, finalResponse: string): readonly Patch[] {
  const failed = turn.segments.at(-1)?.kind === 'error';
  return [...settleText(turn, finalResponse), ...closeTurn(turn, { kind: failed ? 'failed' : 'completed' })];
}

/** Closes what is still open in a turn and ends it in the given way. */
export function closeTurn(turn: Turn, end: TurnEnd): readonly Patch[] {
  const closed = turn.segments.flatMap((segment): Patch[] => {
    const settled = closeSegment(segment);
    return settled === segment ? [] : [{ op: 'segment', turn: turn.key, segment: settled }];
  });
  return [...closed, { op: 'end', turn: turn.key, end }];
}

function closeSegment(segment: Segment): Segment {
  switch (segment.kind) {
    case 'tool':
      if (isSettled(segment.status)) return segment;
      return {
        ...segment,
        status: segment.status === 'executing' ? 'unknown' : 'cancelled',
        answer: undefined,
      };
    case 'subagent':
      return segment.end === undefined ? { ...segment, end: { reason: '' } } : segment;
    case 'text':
    case 'thought':
    case 'error':
      return segment;
  }
}
