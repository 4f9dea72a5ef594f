import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskFile } from '../../core/protocol';
import { isActive, type TaskHead } from '../../core/session/state';
import type { Transcript } from '../../core/session/transcript';
import { markFileMentions } from '../file-mentions';
import { ScrollFollower } from '../scroll-follower';
import { JumpToLatest } from './jump-to-latest';
import { PartBoundary } from './part-boundary';
import { TaskFiles } from './task-files';
import { TurnView } from './turn-view';
import { Working } from './working';

/** How many turns are made at first, and with each look further back. */
const PAGE = 30;

/** What others may ask of the conversation on screen. */
export interface ConversationHandle {
  readonly follower: ScrollFollower;
  /** Makes the turn with this key, however far back, and everything after it. */
  readonly showTurn: (key: string) => void;
}

interface ConversationProps {
  readonly transcript: Transcript;
  readonly head: TaskHead | undefined;
  readonly files: readonly TaskFile[];
  /** Called with the handle once there is one, and with undefined when it is gone. */
  readonly onHandle: (handle: ConversationHandle | undefined) => void;
  /** The place on screen changed. */
  readonly onMoved: () => void;
}

/** The log of the task. Old turns are made when the person goes back to them. */
export function Conversation({ transcript, head, files, onHandle, onMoved }: ConversationProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const follower = useRef<ScrollFollower>(null);
  const [following, setFollowing] = useState(true);
  const [reach, setReach] = useState(PAGE);
  const { turns } = transcript;
  const latest = useRef(turns);
  latest.current = turns;

  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const made = new ScrollFollower(scroller.current, content.current, setFollowing, onMoved);
    follower.current = made;
    onHandle({
      follower: made,
      showTurn: (key) => {
        const index = latest.current.findIndex((turn) => turn.key === key);
        if (index >= 0) setReach((before) => Math.max(before, latest.current.length - index));
      },
    });
    return () => {
      made.dispose();
      onHandle(undefined);
    };
  }, []);
  useLayoutEffect(() => follower.current?.settle());

  useLayoutEffect(() => {
    if (content.current !== null) markFileMentions(content.current, new Set(files.map(({ path }) => path)));
  }, [files, reach]);

  const first = Math.max(0, turns.length - reach);
  const active = head !== undefined && isActive(head.status);
  const showEarlier = () => {
    const scroll = follower.current;
    scroll?.hold();
    const place = scroll?.place();
    setReach((before) => before + PAGE);
    if (place === undefined) return;
    // What was on screen stays on screen while older turns come in above it; their true heights are known a frame later.
    requestAnimationFrame(() => {
      scroll?.restore(place);
      requestAnimationFrame(() => scroll?.restore(place));
    });
  };
  return (
    <div class="conversation">
      <div class="scroller" ref={scroller} role="log" aria-label="Conversation" aria-live="off" tabIndex={0}>
        <div class="column" ref={content}>
          {first > 0 && (
            <button type="button" class="text-button earlier-turns" onClick={showEarlier}>
              Show earlier messages ({first})
            </button>
          )}
          {turns.slice(first).map((turn, index) => (
            <PartBoundary key={turn.key} name="turn" stage={active}>
              <TurnView
                turn={turn}
                live={active && first + index === turns.length - 1}
                last={first + index === turns.length - 1}
                repeatable={head !== undefined && !active && first + index === 0}
              />
            </PartBoundary>
          ))}
          {head !== undefined && active ? <Working head={head} /> : <TaskFiles files={files} />}
        </div>
      </div>
      {!following && <JumpToLatest onJump={() => follower.current?.jumpToLatest()} />}
    </div>
  );
}
