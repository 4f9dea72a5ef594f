import { findByData } from './find-by-data';
import type { ScrollFollower } from './scroll-follower';

/** How long a card that was asked for stands out, in milliseconds. */
const STANDS_OUT = 2500;

/** Brings a tool's card into view, makes it stand out and gives it the focus. */
export function showTool(callId: string, follower: ScrollFollower): void {
  const card = findByData(document, 'call', callId);
  if (card === undefined) return;
  follower.hold();
  // A card taller than the view is read from its beginning.
  const isTall = card.offsetHeight > (card.closest('.scroller')?.clientHeight ?? Infinity);
  card.scrollIntoView({ block: isTall ? 'start' : 'center' });
  follower.followAtEnd();
  card.focus({ preventScroll: true });
  card.classList.add('revealed');
  setTimeout(() => card.classList.remove('revealed'), STANDS_OUT);
}
