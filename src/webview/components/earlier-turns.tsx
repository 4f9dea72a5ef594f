import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useView } from './view-context';

/** Older turns are fetched when their place is this near to the part in view. */
const NEAR = '150% 0px 0px';

interface EarlierTurnsProps {
  /** The key of the oldest turn that is here; undefined while there is none. */
  readonly oldest: string | undefined;
  /** How many turns come before it. */
  readonly earlier: number;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Where older turns come in: by themselves when the person comes near, or at once by the button. */
export function EarlierTurns({ oldest, earlier, scroller }: EarlierTurnsProps) {
  const { post } = useView();
  const place = useRef<HTMLDivElement>(null);
  const ask = () => {
    if (oldest !== undefined) post({ type: 'earlier', before: oldest });
  };
  useLayoutEffect(() => {
    if (earlier === 0 || place.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        ask();
        // Asked for once: what comes is seen by the next one.
        observer.disconnect();
      },
      { root: scroller.current, rootMargin: NEAR },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [oldest, earlier]);
  return earlier === 0 ? null : (
    <div ref={place}>
      <button type="button" class="text-button earlier-turns" onClick={ask}>
        Show earlier messages ({earlier.toLocaleString('en')})
      </button>
    </div>
  );
}
