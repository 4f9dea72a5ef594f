import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskFile } from '../../core/protocol';
import { isActive, type TaskHead } from '../../core/session/state';
import type { TranscriptWindow } from '../../core/session/transcript-window';
import { markFileMentions } from '../file-mentions';
import { ScrollFollower } from '../scroll-follower';
import { EarlierTurns } from './earlier-turns';
import { JumpToLatest } from './jump-to-latest';
import { TaskFiles } from './task-files';
import { blockOf, TurnBlocks } from './turn-blocks';
import { useNearBlocks } from './use-near-blocks';
import { useView } from './view-context';
import { Working } from './working';

/** Who is back at the end keeps so many turns, and once there are twice as many, no more than that. */
const KEPT = 40;

/** A block of turns that nobody has seen yet is taken to be this high, in pixels. */
const UNSEEN = 1_500;

/** What others may ask of the conversation on screen. */
export interface ConversationHandle {
  readonly follower: ScrollFollower;
  /** Makes the turn with this key, however far back; it is on screen with the next frame. */
  readonly showTurn: (key: string) => void;
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
  const { forgetOldest } = useView();
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follower = useRef<ScrollFollower>(null);
  const [following, setFollowing] = useState(true);
  const near = useNearBlocks(scroller, UNSEEN);
  const { turns, earlier = 0 } = transcript;
  const latest = useRef(transcript);
  // Older turns are about to come in above: what is on screen stays there.
  const place = latest.current.turns[0] === turns[0] ? undefined : follower.current?.place();
  latest.current = transcript;

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollFollower(scroller.current, content.current, setFollowing, onMoved);
    follower.current = made;
    onHandle({
      follower: made,
      showTurn: (key) => {
        const block = blockOf(latest.current, key);
        if (block !== undefined) near.make(block);
      },
    });
    return () => {
      made.dispose();
      onHandle(undefined);
    };
  }, []);
  useLayoutEffect(() => {
    if (place === undefined) follower.current?.settle();
    else follower.current?.restore(place);
  });
  useLayoutEffect(() => {
    if (following && turns.length > 2 * KEPT) forgetOldest(KEPT);
  }, [following, turns.length]);
  useLayoutEffect(() => {
    if (content.current !== null) markFileMentions(content.current, new Set(files.map(({ path }) => path)));
  }, [files, near.made]);

  const active = head !== undefined && isActive(head.status);
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
          {head !== undefined && active ? <Working head={head} /> : <TaskFiles files={files} />}
        </div>
      </div>
      {!following && <JumpToLatest onJump={() => follower.current?.jumpToLatest()} />}
    </div>
  );
}
