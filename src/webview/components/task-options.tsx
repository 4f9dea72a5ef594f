import { useRef } from 'preact/hooks';
import type { Draft } from '../model';
import { Fold } from './fold';

interface TaskOptionsProps {
  readonly draft: Draft;
  /** What counts while the person has not decided about approvals. */
  readonly autoExecute: boolean;
  readonly busy: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** What can be said about a new task besides its message. */
export function TaskOptions({ draft, autoExecute, busy, onEdit }: TaskOptionsProps) {
  // Once there is a prompt to be seen, deleting its last letter does not fold it away.
  const unfolded = useRef(false);
  unfolded.current ||= draft.systemPrompt !== '';
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
          <label class="system-prompt">
            System prompt
            <textarea
              rows={3}
              placeholder="Instructions that count for the whole task"
              value={draft.systemPrompt}
              readOnly={busy}
              onInput={(event) => onEdit({ systemPrompt: event.currentTarget.value })}
            />
          </label>
        )}
      </Fold>
    </div>
  );
}
