import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

/** What is this near to the part in view is made: two heights of it, above and below. */
const NEAR = '200% 0px';

/** Which parts of a long page are made. The others are empty boxes, as high as they were. */
export interface NearBlocks {
  /** Another one whenever other blocks are made. */
  readonly made: ReadonlySet<string>;
  /** The height (pixels) of a block that is not made; `guess` when it never was. */
  heightOf(block: string, guess: number): number;
  /** Watches the box of a block; returns what ends it. */
  watch(box: HTMLElement): () => void;
  /** Has blocks made wherever they are. */
  make(blocks: readonly string[]): void;
}

/** For boxes below `scroller` that tell their name in `data-block`. */
export function useNearBlocks(scroller: RefObject<HTMLElement | null>): NearBlocks {
  const [near, setNear] = useState<ReadonlySet<string>>(new Set());
  const heights = useRef(new Map<string, number>());
  const observer = useRef<IntersectionObserver>(null);
  /** Blocks that somebody is about to go to. */
  const wanted = useRef(new Set<string>());
  const looked = (entries: readonly IntersectionObserverEntry[]) => {
    for (const { target, isIntersecting, boundingClientRect } of entries)
      if (!isIntersecting && target.hasChildNodes())
        heights.current.set(nameOf(target), boundingClientRect.height);
    setNear((before) => {
      const after = new Set(before);
      for (const { target, isIntersecting } of entries) {
        const block = nameOf(target);
        if (isIntersecting || wanted.current.has(block) || isInUse(target)) after.add(block);
        else after.delete(block);
        if (isIntersecting) wanted.current.delete(block);
      }
      return after;
    });
  };
  useLayoutEffect(() => () => observer.current?.disconnect(), []);
  return useMemo(
    () => ({
      made: near,
      heightOf: (block, guess) => heights.current.get(block) ?? guess,
      watch(box) {
        observer.current ??= new IntersectionObserver(looked, { root: scroller.current, rootMargin: NEAR });
        const watching = observer.current;
        watching.observe(box);
        return () => watching.unobserve(box);
      },
      make(blocks) {
        wanted.current = new Set(blocks);
        setNear((before) => new Set([...before, ...blocks]));
      },
    }),
    [near],
  );
}

function nameOf(box: Element): string {
  return box instanceof HTMLElement ? (box.dataset['block'] ?? '') : '';
}

/** What has the focus, or is marked to be copied, stays however far it is. */
function isInUse(box: Element): boolean {
  const marked = document.getSelection();
  return (
    box.contains(document.activeElement) ||
    (marked?.isCollapsed === false && (box.contains(marked.anchorNode) || box.contains(marked.focusNode)))
  );
}
