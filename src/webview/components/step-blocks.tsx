import type { Segment, SubagentSegment, ThoughtSegment, Turn } from '../../core/session/transcript';
import { blockStart, STEP_BLOCK } from '../../core/session/turn-window';
import { groupSegments, type SegmentGroup } from '../group-segments';
import { AnswerText } from './answer-text';
import { ErrorNote } from './error-note';
import { NearBlock } from './near-block';
import { PartBoundary } from './part-boundary';
import { Subagent } from './subagent';
import { Thoughts } from './thoughts';
import { ToolCard } from './tool-card';
import type { NearBlocks } from './use-near-blocks';

/** A step that nobody has seen yet is taken to be this high, in pixels. */
const UNSEEN = 40;

/** The name of the block with the step of this place in the turn with this key. */
export function stepBlock(turn: string, step: number): string {
  return `${turn}/${blockStart(step)}`;
}

interface StepBlocksProps {
  /** Or a subagent as one, with the key of its turn and its own. */
  readonly turn: Turn;
  readonly near: NearBlocks;
  /** Whether it is a subagent's: places in the turn are told apart from these. */
  readonly nested?: boolean;
  /** Whether the agent may still add to it. */
  readonly live: boolean;
}

/** What the agent did, in blocks of which those far from the part in view are empty boxes. The newest are always there. */
export function StepBlocks({ turn, near, nested = false, live }: StepBlocksProps) {
  const blocks = blocksOf(turn);
  return (
    <>
      {blocks.map(({ start, groups }, index) => {
        const isLast = index === blocks.length - 1;
        const name = stepBlock(turn.key, start);
        const isMade = index >= blocks.length - 2 || near.made.has(name);
        const height = isMade ? undefined : near.heightOf(name, groups.length * UNSEEN);
        return (
          <NearBlock
            key={start}
            name={name}
            class="steps"
            {...(!nested && { step: start })}
            near={near}
            height={height}
          >
            {isMade &&
              groups.map((group, nth) => (
                <Step
                  key={keyOf(group)}
                  turn={turn.key}
                  near={near}
                  group={group}
                  live={live}
                  growing={live && isLast && nth === groups.length - 1}
                />
              ))}
          </NearBlock>
        );
      })}
    </>
  );
}

type Group = SegmentGroup<Segment>;

/**
 * By the place in the whole turn, so that steps that come in before the others leave their blocks alone. A run of thousands of
 * thoughts is in many blocks as well.
 */
function blocksOf({ segments, earlier = 0 }: Turn): readonly { start: number; groups: readonly Group[] }[] {
  const end = earlier + segments.length;
  const blocks: { start: number; groups: readonly Group[] }[] = [];
  for (let start = blockStart(earlier); start < end; start += STEP_BLOCK) {
    const from = Math.max(start, earlier) - earlier;
    blocks.push({ start, groups: groupSegments(segments.slice(from, start + STEP_BLOCK - earlier)) });
  }
  return blocks;
}

function keyOf(group: Group): string {
  return group.kind === 'thoughts' ? group.key : group.segment.key;
}

interface StepProps {
  readonly turn: string;
  readonly near: NearBlocks;
  readonly group: Group;
  readonly live: boolean;
  readonly growing: boolean;
}

function Step({ turn, near, group, live, growing }: StepProps) {
  if (group.kind === 'thoughts')
    return (
      <PartBoundary name="thoughts" stage={live}>
        <Thoughts thoughts={group.thoughts} foldKey={turn} />
      </PartBoundary>
    );
  const { segment } = group;
  const partKey = `${turn}/${segment.key}`;
  return (
    <PartBoundary name={segment.kind} partKey={partKey} stage={live}>
      {segment.kind === 'subagent' ? (
        <Subagent turn={turn} agent={segment} near={near} />
      ) : (
        <SegmentView segment={segment} foldKey={partKey} growing={growing} />
      )}
    </PartBoundary>
  );
}

interface SegmentViewProps {
  readonly segment: Exclude<Segment, ThoughtSegment | SubagentSegment>;
  readonly foldKey: string;
  readonly growing: boolean;
}

function SegmentView({ segment, foldKey, growing }: SegmentViewProps) {
  switch (segment.kind) {
    case 'text':
      return <AnswerText segment={segment} growing={growing} />;
    case 'tool':
      return <ToolCard tool={segment} foldKey={foldKey} />;
    case 'error':
      return <ErrorNote message={segment.message} code={segment.code} />;
  }
}
