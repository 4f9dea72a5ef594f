import { useEffect, useRef, useState } from 'preact/hooks';

/** How long a click counts as one, in milliseconds; if nothing came of it by then, it may be made again. */
const CLICK_LASTS = 2000;

/** Keeps a deed from being done twice by one hasty hand. `take` answers whether this click counts. */
export function useClickLock(): { readonly locked: boolean; readonly take: () => boolean } {
  const locked = useRef(false);
  const [taken, setTaken] = useState(0);
  useEffect(() => {
    if (!locked.current) return undefined;
    const timer = setTimeout(() => {
      locked.current = false;
      setTaken((count) => count + 1);
    }, CLICK_LASTS);
    return () => clearTimeout(timer);
  }, [taken]);
  const take = () => {
    // Asked of the ref: a second click may come before the button is drawn disabled.
    if (locked.current) return false;
    locked.current = true;
    setTaken((count) => count + 1);
    return true;
  };
  return { locked: locked.current, take };
}
