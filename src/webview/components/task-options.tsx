import { useRef } from 'preact/hooks';
import type { Choices } from '../../core/protocol';
import type { Draft } from '../model';
import { Fold } from './fold';
import { SystemPrompt } from './system-prompt';
import { VariablesChoice } from './variables-choice';

interface TaskOptionsProps {
  readonly draft: Draft;
  readonly choices: Choices;
  /** What counts while the person has not decided about approvals. */
  readonly autoExecute: boolean;
  readonly busy: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** What can be said about a new task besides its message. */
export function TaskOptions({ draft, choices, autoExecute, busy, onEdit }: TaskOptionsProps) {
  // Once there is something to be seen, taking it back does not fold it away.
  const unfolded = useRef(false);
  unfolded.current ||= isSet(draft, choices);
  return (
    <div class="options">
      <label class="check" title="Without this, Sigmic asks you before it uses a tool that changes something">
        <input
          type="checkbox"
          checked={draft.autoExecute ?? autoExecute}
          disabled={busy}
          onChange={(event) => onEdit({ autoExecute: event.currentTarget.checked })}
        />
        Approve tools automatically
      </label>
      <Fold id="composer/options" class="more-options" open={unfolded.current} summary="Options">
        {() => (
          <>
            <VariablesChoice draft={draft} choices={choices} busy={busy} onEdit={onEdit} />
            <label class="check" title="Without this, the task is not listed in the history of your project">
              <input
                type="checkbox"
                checked={draft.showInHistory ?? true}
                disabled={busy}
                onChange={(event) => onEdit({ showInHistory: event.currentTarget.checked })}
              />
              Show in history
            </label>
            <SystemPrompt draft={draft} presets={choices.presets} busy={busy} onEdit={onEdit} />
          </>
        )}
      </Fold>
    </div>
  );
}

function isSet({ systemPrompt, showInHistory, variables }: Draft, { given }: Choices): boolean {
  const hidden = showInHistory === false || variables !== undefined;
  return systemPrompt !== '' || hidden || given.env.length + given.secrets.length > 0;
}
