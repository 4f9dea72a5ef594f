import type { OutgoingDraft, Problem } from '../../core/protocol';
import { visibleProse } from '../visible-text';
import { Icon } from './icon';
import { useView } from './view-context';

/** Why the draft could not be sent or a file not attached, and the button that does something about it. */
export function ProblemNote({ message, action, draft }: Problem & { readonly draft?: OutgoingDraft }) {
  const { post } = useView();
  return (
    <div class="problem" role="alert">
      <Icon name="warning" />
      <span class="prose">{visibleProse(message)}</span>
      {action !== undefined && (
        <button
          type="button"
          class="button secondary"
          onClick={() => post({ type: 'act', action: action.id, draft })}
        >
          {visibleProse(action.label)}
        </button>
      )}
    </div>
  );
}
