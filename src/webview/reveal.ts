import type { Transcript } from '../core/session/transcript';
import type { ConversationHandle } from './components/conversation';
import { findByData } from './find-by-data';

/** How long a card that was asked for stands out, in milliseconds. */
const STANDS_OUT = 2500;

/** Brings a tool's card into view, makes it stand out and gives it the focus; its turn may have to be made first. */
export function revealTool(callId: string, transcript: Transcript, handle: ConversationHandle): void {
  const turn = transcript.turns.findLast(({ segments }) =>
    segments.some((segment) => segment.kind === 'tool' && segment.callId === callId),
  );
  if (turn === undefined) return;
  handle.showTurn(turn.key);
  // The turn is on screen with the frame after this one.
  requestAnimationFrame(() => {
    const card = findByData(document, 'call', callId);
    if (card === undefined) return;
    handle.follower.hold();
    // A card taller than the view is read from its beginning.
    const isTall = card.offsetHeight > (card.closest('.scroller')?.clientHeight ?? Infinity);
    card.scrollIntoView({ block: isTall ? 'start' : 'center' });
    handle.follower.followAtEnd();
    card.focus({ preventScroll: true });
    card.classList.add('revealed');
    setTimeout(() => card.classList.remove('revealed'), STANDS_OUT);
  });
}
