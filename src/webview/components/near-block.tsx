import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { NearBlocks } from './use-near-blocks';

interface NearBlockProps {
  /** Its name among all blocks of the page. */
  readonly name: string;
  readonly class: string;
  /** The place of its first step in the turn, for a block of steps. */
  readonly step?: number;
  readonly near: NearBlocks;
  /** Of an empty box. */
  readonly height: number | undefined;
  readonly children: ComponentChildren;
}

/** A part of a long page that is an empty box while it is far from the part in view. */
export function NearBlock({ name, class: className, step, near, height, children }: NearBlockProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current === null ? undefined : near.watch(box.current)), []);
  return (
    <div
      class={className}
      data-block={name}
      data-step={step}
      ref={box}
      style={height === undefined ? {} : { height: `${height}px` }}
    >
      {children}
    </div>
  );
}
