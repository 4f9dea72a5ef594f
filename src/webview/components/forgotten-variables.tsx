import type { Forgotten } from '../../core/protocol';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { useView } from './view-context';

/** Says that the new task does not get variables that one may think it has, and leads to where sets of them are made. */
export function ForgottenVariables({ from, names }: Forgotten) {
  const { post } = useView();
  const named = visibleLine(names.join(', '), 200);
  return (
    <div class="composer-note prose" role="note">
      <Icon name="info" />{' '}
      {from === 'task'
        ? `The variables of that task (${named}) and its secrets, if it had any, are not brought back: choose the set again.`
        : `The variables that a command gave (${named}) were forgotten when the window was reloaded: run it again, or choose a set.`}{' '}
      <button type="button" class="text-button" onClick={() => post({ type: 'manage', what: 'variables' })}>
        Manage Variables
      </button>
    </div>
  );
}
