import type { Choices } from '../../core/protocol';
import type { Draft } from '../model';
import { visibleLine } from '../visible-text';
import { useView } from './view-context';

interface SystemPromptProps {
  readonly draft: Draft;
  readonly presets: Choices['presets'];
  readonly busy: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** Instructions for the whole task, written here or taken from a preset. */
export function SystemPrompt({ draft, presets, busy, onEdit }: SystemPromptProps) {
  const { post } = useView();
  const { systemPrompt } = draft;
  const shown = presets.findIndex(({ text }) => text === systemPrompt);
  const unsaved = systemPrompt.trim() !== '' && shown < 0;
  const take = (index: string) => {
    const preset = presets[Number(index)];
    if (index !== '' && preset !== undefined) onEdit({ systemPrompt: preset.text });
  };
  return (
    <div class="system-prompt">
      <div class="option-row">
        <span aria-hidden="true">System prompt</span>
        {presets.length > 0 && (
          <select
            aria-label="Preset"
            value={shown < 0 ? '' : String(shown)}
            disabled={busy}
            onChange={(event) => take(event.currentTarget.value)}
          >
            <option value="">Preset…</option>
            {presets.map(({ name }, index) => (
              <option key={name} value={String(index)}>
                {visibleLine(name, 60)}
              </option>
            ))}
          </select>
        )}
        {unsaved && (
          <button
            type="button"
            class="text-button"
            onClick={() => post({ type: 'savePreset', text: systemPrompt })}
          >
            Save as preset…
          </button>
        )}
        {presets.length > 0 && (
          <button
            type="button"
            class="text-button"
            aria-label="Manage presets"
            onClick={() => post({ type: 'manage', what: 'presets' })}
          >
            Manage…
          </button>
        )}
      </div>
      <textarea
        aria-label="System prompt"
        rows={3}
        placeholder="Instructions that count for the whole task"
        value={systemPrompt}
        readOnly={busy}
        onInput={(event) => onEdit({ systemPrompt: event.currentTarget.value })}
      />
    </div>
  );
}
