import type { TranscriptWindow } from '../../core/session/transcript-window';
import type { Turn } from '../../core/session/transcript';
import { NearBlock } from './near-block';
import { PartBoundary } from './part-boundary';
import { TurnView } from './turn-view';
import type { NearBlocks } from './use-near-blocks';

/** So many turns are made and let go together. */
const BLOCK = 5;
/** A block of turns that nobody has seen yet is taken to be this high, in pixels. */
const UNSEEN = 1_500;

interface TurnBlocksProps {
  readonly transcript: TranscriptWindow;
  readonly near: NearBlocks;
  /** Whether the agent is at work on the last turn. */
  readonly active: boolean;
  /** Whether the task can be run again. */
  readonly repeatable: boolean;
}

/** The name of the block of the turn with this key; undefined when there is no such turn. */
export function turnBlock({ turns, earlier = 0 }: TranscriptWindow, key: string): string | undefined {
  const index = turns.findLastIndex((turn) => turn.key === key);
  return index < 0 ? undefined : String(Math.floor((earlier + index) / BLOCK));
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
        const name = String(block);
        const isMade = block >= last - 1 || near.made.has(name);
        return (
          <NearBlock
            key={block}
            name={name}
            class="turn-block"
            near={near}
            height={isMade ? undefined : near.heightOf(name, UNSEEN)}
          >
            {isMade &&
              turns.slice(start - earlier, (block + 1) * BLOCK - earlier).map((turn, index) =>
                turnPart(turn, {
                  near,
                  active,
                  isLast: start + index === end - 1,
                  repeatable: repeatable && start + index === 0,
                }),
              )}
          </NearBlock>
        );
      })}
    </>
  );
}

interface Circumstances {
  readonly near: NearBlocks;
  readonly active: boolean;
  readonly isLast: boolean;
  readonly repeatable: boolean;
}

function turnPart(turn: Turn, { near, active, isLast, repeatable }: Circumstances) {
  return (
    <PartBoundary key={turn.key} name="turn" stage={active}>
      <TurnView turn={turn} near={near} live={active && isLast} last={isLast} repeatable={repeatable} />
    </PartBoundary>
  );
}
