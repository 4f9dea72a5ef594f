import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What is this near to the part in view is made: two heights of it, above and below. */
const NEAR = '200% 0px';

/** Which parts of a long page are made. The others are empty boxes, as high as they were. */
export interface NearBlocks {
  /** Another one whenever other blocks are made. */
  readonly made: ReadonlySet<number>;
  /** The height (pixels) of a block that is not made; a guess when it never was. */
  heightOf(block: number): number;
  /** Watches the box of a block; returns what ends it. */
  watch(box: HTMLElement): () => void;
  /** Has a block made wherever it is. */
  make(block: number): void;
}

/** For boxes below `scroller` that tell their number in `data-block`. `guess`: the height (pixels) of one that nobody has seen. */
export function useNearBlocks(scroller: RefObject<HTMLElement | null>, guess: number): NearBlocks {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set());
  const heights = useRef(new Map<number, number>());
  const observer = useRef<IntersectionObserver>(null);
  /** A block that somebody is about to go to. */
  const wanted = useRef<number | undefined>(undefined);
  const looked = (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting, boundingClientRect } of entries)
      if (!isIntersecting && target.hasChildNodes())
        heights.current.set(numberOf(target), boundingClientRect.height);
    setNear((before) => {
      const after = new Set(before);
      for (const { target, isIntersecting } of entries) {
        const block = numberOf(target);
        if (isIntersecting || block === wanted.current || isInUse(target)) after.add(block);
        else after.delete(block);
        if (isIntersecting && block === wanted.current) wanted.current = undefined;
      }
      return after;
    });
  };
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  return {
    made: near,
    heightOf: (block) => heights.current.get(block) ?? guess,
    watch(box) {
      observer.current ??= new IntersectionObserver(looked, { root: scroller.current, rootMargin: NEAR });
      const watching = observer.current;
      watching.observe(box);
      return () => watching.unobserve(box);
    },
    make(block) {
      wanted.current = block;
      setNear((before) => new Set([...before, block]));
    },
  };
}

function numberOf(box: Element): number {
  return box instanceof HTMLElement ? Number(box.dataset['block']) : NaN;
}

/** What has the focus, or is marked to be copied, stays however far it is. */
function isInUse(box: Element): boolean {
  const marked = document.getSelection();
  return (
    box.contains(document.activeElement) ||
    (marked?.isCollapsed === false && (box.contains(marked.anchorNode) || box.contains(marked.focusNode)))
  );
}
