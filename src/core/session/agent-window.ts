import type { Segment, SubagentItem, SubagentSegment } from './transcript';
import { blockStart, MOST_STEPS, NEWEST_STEPS, STEP_BLOCK, type Steps } from './turn-window';

/** A subagent of very many items (its thoughts and calls), as a view has it: like a turn of very many steps (turn-window.ts). */

/** The subagent without its oldest items; itself when it has not that many. `short`: of most of them, as it is only passed by. */
export function newestItems(agent: SubagentSegment, short = false): SubagentSegment {
  const { items, earlier = 0 } = agent;
  if (items.length <= (short ? STEP_BLOCK : MOST_STEPS)) return agent;
  const start = blockStart(earlier + items.length - (short ? 1 : NEWEST_STEPS));
  return start <= earlier ? agent : { ...agent, items: items.slice(start - earlier), earlier: start };
}

/** What a view has of a segment once it is told anew: items that it had asked for stay. */
export function withKnownItems(told: Segment, known: Segment | undefined): Segment {
  if (told.kind !== 'subagent' || known?.kind !== 'subagent') return told;
  const { earlier: before = 0 } = known;
  const missing = (told.earlier ?? 0) - before;
  if (missing <= 0 || missing > known.items.length) return told;
  return { ...told, items: [...known.items.slice(0, missing), ...told.items], earlier: before };
}

/** The subagent with a page of items before those that it has from `before` on; as it was when the page has come too late. */
export function withItems(agent: SubagentSegment, before: number, page: Steps): SubagentSegment {
  if (agent.earlier !== before) return agent;
  return { ...agent, items: [...page.segments.filter(isItem), ...agent.items], earlier: page.earlier };
}

function isItem(segment: Segment): segment is SubagentItem {
  return segment.kind === 'thought' || segment.kind === 'tool';
}
