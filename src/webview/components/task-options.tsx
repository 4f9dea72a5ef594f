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
      <Check
        label="Approve tools automatically"
        title="Without this, Sigmic asks you before it uses a tool that changes something"
        checked={draft.autoExecute ?? autoExecute}
        disabled={busy}
        onChange={(checked) => onEdit({ autoExecute: checked })}
      />
      <Fold id="composer/options" class="more-options" open={unfolded.current} summary="Options">
        {() => (
          <>
            <VariablesChoice draft={draft} choices={choices} busy={busy} onEdit={onEdit} />
            <Check
              label="Show in history"
              title="Without this, the task is not listed in the history of your project"
              checked={draft.showInHistory ?? true}
              disabled={busy}
              onChange={(checked) => onEdit({ showInHistory: checked })}
            />
            <SystemPrompt draft={draft} presets={choices.presets} busy={busy} onEdit={onEdit} />
          </>
        )}
      </Fold>
    </div>
  );
}

interface CheckProps {
  readonly label: string;
  readonly title: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Check({ label, title, checked, disabled, onChange }: CheckProps) {
  return (
    <label class="check" title={title}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

function isSet({ systemPrompt, showInHistory, variables }: Draft, { given }: Choices): boolean {
  const hidden = showInHistory === false || variables !== undefined;
  return systemPrompt !== '' || hidden || given.env.length + given.secrets.length > 0;
}
