import type { Segment, SubagentItem, Turn, TurnEnd, UserMessage } from './transcript';

/**
 * The only ways in which a transcript changes. The session applies them to its own copy and sends them to its views, which
 * apply the same: so a view's transcript is the session's by construction. What the session has applied says where (`index`, `at`:
 * the place among all turns, or all segments of the turn), for a view that has but the end of them (transcript-window.ts).
 */
export type Patch =
  /** Put a turn at `index` (all later ones move down), or replace the turn that has its key. */
  | {
      readonly op: 'turn';
      readonly index: number;
      readonly turn: Turn;
      readonly replaces?: boolean | undefined;
    }
  | { readonly op: 'removeTurn'; readonly turn: string; readonly at?: number | undefined }
  | { readonly op: 'user'; readonly turn: string; readonly user: UserMessage }
  /** Replace the segment that has this key, or add it at the end of the turn. */
  | {
      readonly op: 'segment';
      readonly turn: string;
      readonly segment: Segment;
      readonly at?: number | undefined;
    }
  | {
      readonly op: 'removeSegment';
      readonly turn: string;
      readonly key: string;
      readonly at?: number | undefined;
    }
  /** Append to a text segment that is there already. */
  | { readonly op: 'text'; readonly turn: string; readonly key: string; readonly text: string }
  /** Replace or add one item of a subagent. */
  | {
      readonly op: 'item';
      readonly turn: string;
      readonly key: string;
      readonly item: SubagentItem;
      /** Its place among all items. */
      readonly at?: number | undefined;
    }
  | { readonly op: 'end'; readonly turn: string; readonly end?: TurnEnd | undefined };
