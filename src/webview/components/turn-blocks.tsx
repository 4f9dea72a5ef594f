import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { TranscriptWindow } from '../../core/session/transcript-window';
import type { Turn } from '../../core/session/transcript';
import { PartBoundary } from './part-boundary';
import { TurnView } from './turn-view';
import type { NearBlocks } from './use-near-blocks';

/** So many turns are made and let go together. */
const BLOCK = 5;

interface TurnBlocksProps {
  readonly transcript: TranscriptWindow;
  readonly near: NearBlocks;
  /** Whether the agent is at work on the last turn. */
  readonly active: boolean;
  /** Whether the task can be run again. */
  readonly repeatable: boolean;
}

/** The block of the turn with this key; undefined when there is no such turn. */
export function blockOf({ turns, earlier = 0 }: TranscriptWindow, key: string): number | undefined {
  const index = turns.findLastIndex((turn) => turn.key === key);
  return index < 0 ? undefined : Math.floor((earlier + index) / BLOCK);
}

/** The turns, in blocks of which those far from the part in view are empty boxes. The newest are always there. */
export function TurnBlocks({ transcript, near, active, repeatable }: TurnBlocksProps) {
  const { turns, earlier = 0 } = transcript;
  const end = earlier + turns.length;
  const first = Math.floor(earlier / BLOCK);
  const last = Math.floor((end - 1) / BLOCK);
  return (
    <>
      {Array.from({ length: last - first + 1 }, (_, nth) => {
        const block = first + nth;
        const start = Math.max(block * BLOCK, earlier);
        const isMade = block >= last - 1 || near.made.has(block);
        return (
          <Block key={block} number={block} near={near} height={isMade ? undefined : near.heightOf(block)}>
            {isMade &&
              turns.slice(start - earlier, (block + 1) * BLOCK - earlier).map((turn, index) =>
                turnPart(turn, {
                  active,
                  isLast: start + index === end - 1,
                  repeatable: repeatable && start + index === 0,
                }),
              )}
          </Block>
        );
      })}
    </>
  );
}

interface Circumstances {
  readonly active: boolean;
  readonly isLast: boolean;
  readonly repeatable: boolean;
}

function turnPart(turn: Turn, { active, isLast, repeatable }: Circumstances) {
  return (
    <PartBoundary key={turn.key} name="turn" stage={active}>
      <TurnView turn={turn} live={active && isLast} last={isLast} repeatable={repeatable} />
    </PartBoundary>
  );
}

interface BlockProps {
  readonly number: number;
  readonly near: NearBlocks;
  /** Of an empty box. */
  readonly height: number | undefined;
  readonly children: ComponentChildren;
}

function Block({ number, near, height, children }: BlockProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current === null ? undefined : near.watch(box.current)), []);
  return (
    <div
      class="turn-block"
      data-block={number}
      ref={box}
      style={height === undefined ? {} : { height: `${height}px` }}
    >
      {children}
    </div>
  );
}
