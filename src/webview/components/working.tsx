import type { TaskHead } from '../../core/session/state';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';

/** Says that the agent is at work, and at what when it told. */
export function Working({ head }: { readonly head: TaskHead }) {
  const waiting = head.status === 'awaiting_approval';
  return (
    <div class="working muted">
      <Icon name={waiting ? 'question' : 'loading'} spin={!waiting} /> {workingWords(head)}
    </div>
  );
}

function workingWords({ status, activity }: TaskHead): string {
  if (status === 'awaiting_approval') return 'Waiting for your approval';
  const words = visibleLine(activity ?? '', 120);
  if (words !== '') return words;
  return status === 'pending' ? 'Starting…' : 'Working…';
}
