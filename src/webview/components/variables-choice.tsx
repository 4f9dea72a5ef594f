import type { Choices } from '../../core/protocol';
import type { Draft } from '../model';
import { visibleLine } from '../visible-text';
import { useView } from './view-context';

interface VariablesChoiceProps {
  readonly draft: Draft;
  readonly choices: Choices;
  readonly busy: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** The set of variables that the task gets. The view knows what they are called, and no value. */
export function VariablesChoice({ draft, choices, busy, onEdit }: VariablesChoiceProps) {
  const { post } = useView();
  const { sets, given } = choices;
  const chosen = sets.find(({ name }) => name === draft.variables);
  const isGone = draft.variables !== undefined && chosen === undefined;
  const names = [...(chosen?.env ?? []), ...(chosen?.secrets ?? [])];
  const givenNames = [...given.env, ...given.secrets];
  return (
    <div class="variables">
      <div class="option-row">
        <span aria-hidden="true">Variables</span>
        <select
          aria-label="Variables"
          value={draft.variables ?? ''}
          disabled={busy}
          onChange={({ currentTarget: { value } }) => onEdit({ variables: value === '' ? undefined : value })}
        >
          <option value="">None</option>
          {sets.map(({ name, env, secrets }) => (
            <option key={name} value={name}>
              {visibleLine(name, 60)} ({counts(env.length, secrets.length)})
            </option>
          ))}
          {isGone && (
            <option value={draft.variables}>{visibleLine(draft.variables ?? '', 60)} (missing)</option>
          )}
        </select>
        <button
          type="button"
          class="text-button"
          aria-label="Manage variables"
          onClick={() => post({ type: 'manage', what: 'variables' })}
        >
          Manage…
        </button>
      </div>
      {names.length > 0 && <div class="muted names">{visibleLine(names.join(', '), 300)}</div>}
      {givenNames.length > 0 && (
        <div class="muted names">
          {counts(given.env.length, given.secrets.length)} given: {visibleLine(givenNames.join(', '), 300)}
        </div>
      )}
    </div>
  );
}

function counts(env: number, secrets: number): string {
  const parts = [
    ...(env > 0 || secrets === 0 ? [`${env} ${env === 1 ? 'variable' : 'variables'}`] : []),
    ...(secrets > 0 ? [`${secrets} ${secrets === 1 ? 'secret' : 'secrets'}`] : []),
  ];
  return parts.join(', ');
}
