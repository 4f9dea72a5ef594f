import { isWaiting, type Segment, type Turn } from './transcript';

/**
 * A turn of very many steps (segments), as a view has it: the newest, and `earlier` others before them, which come page by page
 * when they are asked for.
 */

/** So many steps come and go together: what a view has of a turn begins with the first of such a block. */
export const STEP_BLOCK = 50;
/** Steps of the first look at such a turn, or a few more. One with up to twice as many is told whole. */
export const NEWEST_STEPS = 2 * STEP_BLOCK;
export const MOST_STEPS = 2 * NEWEST_STEPS;

/** A page of steps, and how many come before it. */
export interface Steps {
  readonly segments: readonly Segment[];
  readonly earlier: number;
}

/**
 * The turn without its oldest steps; from the one at `from` on they stay (counted in the whole turn). The turn itself when it has
 * not that many. What waits for an answer is never left out.
 */
export function newestSteps(turn: Turn, from = Infinity): Turn {
  const { segments, earlier = 0 } = turn;
  if (segments.length <= MOST_STEPS) return turn;
  const asking = segments.findIndex((segment) => segment.kind === 'tool' && isWaiting(segment));
  const gone = Math.min(segments.length - NEWEST_STEPS, from - earlier, asking < 0 ? Infinity : asking);
  const start = blockStart(earlier + gone);
  return start <= earlier ? turn : { ...turn, segments: segments.slice(start - earlier), earlier: start };
}

/** The place of the first step in the block of the one at `step`. */
export function blockStart(step: number): number {
  return Math.floor(step / STEP_BLOCK) * STEP_BLOCK;
}

/** The turn with a page of steps before those that it has from `before` on; as it was when the page has come too late. */
export function withSteps(turn: Turn, before: number, page: Steps): Turn {
  if (turn.earlier !== before) return turn;
  return { ...turn, segments: [...page.segments, ...turn.segments], earlier: page.earlier };
}

/** The place of a call in the turn, -1 when it is not there. */
export function stepOfCall({ segments, earlier = 0 }: Turn, callId: string): number {
  const index = segments.findLastIndex((segment) => segment.kind === 'tool' && segment.callId === callId);
  return index < 0 ? index : earlier + index;
}
