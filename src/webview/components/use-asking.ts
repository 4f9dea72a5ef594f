import { useContext, useState } from 'preact/hooks';
import { isSameCall } from '../../core/session/session-types';
import { isWaiting, type ToolSegment } from '../../core/session/transcript';
import { isShownWhole } from '../deed-sections';
import type { Unfolding } from './long-text';
import { ReviewedContext, useView } from './view-context';

/** What the person has seen of a tool that waits. */
export interface Asking {
  readonly unfolding: Unfolding;
  /** Whether they can see, or have opened for review, all that would run: only then may it be approved. */
  readonly isWhole: boolean;
  /** Opens it in an editor. */
  readonly review: () => void;
  /** The card was folded or unfolded. */
  readonly toggled: () => void;
}

/** `foldKey`: of the tool's card. A review counts for the call that it was of, and for no other. */
export function useAsking(tool: ToolSegment, foldKey: string): Asking {
  const { folds, post } = useView();
  const [, setChanges] = useState(0);
  const redraw = () => setChanges((count) => count + 1);
  const uncutKey = `${foldKey}/uncut`;
  const card = {
    open: folds.get(foldKey) ?? isWaiting(tool),
    uncut: folds.get(uncutKey) ?? false,
  };
  const { callId } = tool;
  const reviewed = useContext(ReviewedContext).find((review) => review.callId === callId);
  const isWhole =
    isWaiting(tool) &&
    (isShownWhole(tool, card) || (reviewed !== undefined && isSameCall(reviewed.shown, tool)));
  return {
    unfolding: {
      uncut: card.uncut,
      // The question itself has the button then.
      isOfferedElsewhere: isWaiting(tool) && callId !== undefined && !isWhole,
      showAll: () => {
        folds.set(foldKey, true);
        folds.set(uncutKey, true);
        redraw();
      },
    },
    isWhole,
    review: () => {
      if (callId !== undefined) post({ type: 'review', callId });
    },
    toggled: redraw,
  };
}
