import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskFile } from '../../core/protocol';
import { isActive, type TaskHead } from '../../core/session/state';
import { leftOut, mostSteps, type TranscriptWindow } from '../../core/session/transcript-window';
import { MOST_STEPS } from '../../core/session/turn-window';
import { markFileMentions } from '../file-mentions';
import { ScrollFollower } from '../scroll-follower';
import { EarlierTurns } from './earlier-turns';
import { JumpToLatest } from './jump-to-latest';
import { stepBlock } from './step-blocks';
import { TaskFiles } from './task-files';
import { turnBlock, TurnBlocks } from './turn-blocks';
import { useNearBlocks } from './use-near-blocks';
import { useView } from './view-context';
import { Working } from './working';

/** Who is back at the end keeps so many turns, and once there are twice as many, no more than that. */
const KEPT = 40;

/** What others may ask of the conversation on screen. */
export interface ConversationHandle {
  readonly follower: ScrollFollower;
  /** Makes the turn with this key and the step of this place in it, however far back; it is on screen with the next frame. */
  readonly show: (turn: string, step: number | undefined) => void;
}

interface ConversationProps {
  readonly transcript: TranscriptWindow;
  readonly head: TaskHead | undefined;
  readonly files: readonly TaskFile[];
  /** Called with the handle once there is one, and with undefined when it is gone. */
  readonly onHandle: (handle: ConversationHandle | undefined) => void;
  /** The place on screen changed. */
  readonly onMoved: () => void;
}

/** The log of the task: its end, and what came before as the person goes back to it. */
export function Conversation({ transcript, head, files, onHandle, onMoved }: ConversationProps) {
  const { forgetOldest, forgetSteps } = useView();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follower = useRef<ScrollFollower>(null);
  const [following, setFollowing] = useState(true);
  const near = useNearBlocks(scroller);
  const { turns, earlier = 0 } = transcript;
  const active = head !== undefined && isActive(head.status);
  const latest = useRef(transcript);
  const made = useRef(near.made);
  // Older turns or steps are about to come in above, or to take the place of empty boxes: what is on screen stays there.
  const isMoving = leftOut(latest.current) !== leftOut(transcript) || made.current !== near.made;
  const keep = isMoving ? follower.current?.keep() : undefined;
  made.current = near.made;
  latest.current = transcript;

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollFollower(scroller.current, content.current, setFollowing, onMoved);
    follower.current = made;
    onHandle({
      follower: made,
      show: (turn, step) => {
        const block = turnBlock(latest.current, turn);
        if (block !== undefined) near.make(step === undefined ? [block] : [block, stepBlock(turn, step)]);
      },
    });
    return () => {
      made.dispose();
      onHandle(undefined);
    };
  }, []);
  useLayoutEffect(() => {
    if (keep === undefined) follower.current?.settle();
    else keep();
  });
  useLayoutEffect(() => {
    if (following && turns.length > 2 * KEPT) forgetOldest(KEPT);
  }, [following, turns.length]);
  const last = turns.at(-1);
  const steps = active && last !== undefined ? mostSteps(last) : 0;
  useLayoutEffect(() => {
    if (following && steps > MOST_STEPS) forgetSteps();
  }, [following, steps]);
  useLayoutEffect(() => {
    if (content.current !== null) markFileMentions(content.current, new Set(files.map(({ path }) => path)));
  }, [files, near.made]);
  return (
    <div class="conversation">
      <div class="scroller" ref={scroller} role="log" aria-label="Conversation" aria-live="off" tabIndex={0}>
        <div class="column" ref={content}>
          <EarlierTurns oldest={turns[0]?.key} earlier={earlier} scroller={scroller} />
          <TurnBlocks
            transcript={transcript}
            near={near}
            active={active}
            repeatable={head !== undefined && !active}
          />
          {head !== undefined && active ? <Working head={head} turn={last} /> : <TaskFiles files={files} />}
        </div>
      </div>
      {!following && <JumpToLatest onJump={() => follower.current?.jumpToLatest()} />}
    </div>
  );
}
