import type { TaskHead } from '../../core/session/state';
import { isWaiting, type Turn } from '../../core/session/transcript';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { useView } from './view-context';

interface WorkingProps {
  readonly head: TaskHead;
  /** The last turn, as far as it is here. */
  readonly turn: Turn | undefined;
}

/** So many of the newest steps are where the eye is; a question among them needs no way to it. */
const AT_HAND = 10;

/** Says that the agent is at work, and at what when it told; the way to its question where that is far back. */
export function Working({ head, turn }: WorkingProps) {
  const { post } = useView();
  const waiting = head.status === 'awaiting_approval';
  const isAtHand = turn?.segments.slice(-AT_HAND).some((step) => step.kind === 'tool' && isWaiting(step));
  return (
    <div class="working muted">
      <Icon name={waiting ? 'question' : 'loading'} spin={!waiting} /> {workingWords(head)}
      {waiting && isAtHand !== true && (
        <button type="button" class="text-button" onClick={() => post({ type: 'showWaiting' })}>
          Show the question
        </button>
      )}
    </div>
  );
}

function workingWords({ status, activity }: TaskHead): string {
  if (status === 'awaiting_approval') return 'Waiting for your approval';
  const words = visibleLine(activity ?? '', 120);
  if (words !== '') return words;
  return status === 'pending' ? 'Starting…' : 'Working…';
}
