import type { OutboxView } from '../../core/protocol';
import { visibleLine, visibleProse } from '../visible-text';
import { Fold } from './fold';
import { Icon } from './icon';
import { useView } from './view-context';

/** A text that is longer than this, or has several lines, unfolds. */
const ONE_LINE = 90;

interface QueuedMessageProps {
  readonly message: OutboxView['messages'][number];
  readonly first: boolean;
  readonly last: boolean;
  readonly onMove: (deed: 'up' | 'down') => void;
}

/** One message that waits: its words and files, and what can be done with it, by button or by key. */
export function QueuedMessage({ message, first, last, onMove }: QueuedMessageProps) {
  const { post } = useView();
  const { id, text, files, elsewhere } = message;
  const line = visibleLine(text, 200);
  const atEnd = { up: first, down: last };
  const act = (deed: 'edit' | 'remove') => post({ type: 'queued', id, deed });
  const pressed = (event: KeyboardEvent) => {
    if (elsewhere) return;
    const move = event.altKey ? moves.find(({ key }) => key === event.key) : undefined;
    const onEntry = event.target === event.currentTarget && !event.altKey;
    if (move !== undefined && !atEnd[move.deed]) onMove(move.deed);
    else if (onEntry && event.key === 'Delete') act('remove');
    else if (onEntry && event.key === 'Enter') act('edit');
    else return;
    event.preventDefault();
  };
  return (
    <li class="queued" data-queued={id} tabIndex={0} aria-label={`Waiting: ${line}`} onKeyDown={pressed}>
      <div class="queued-text">
        {text.includes('\n') || text.length > ONE_LINE ? (
          <Fold id={`queued/${id}`} summary={<span class="queued-line">{line}</span>}>
            {() => <div class="prose">{visibleProse(text)}</div>}
          </Fold>
        ) : (
          <span class="queued-line">{line}</span>
        )}
        {files.length > 0 && (
          <div class="queued-files muted">
            <Icon name="attach" /> {files.map(({ name }) => visibleLine(name, 80)).join(', ')}
          </div>
        )}
      </div>
      {elsewhere ? (
        <span class="muted">
          <Icon name="loading" spin /> Sending in another window
        </span>
      ) : (
        <div class="queued-actions">
          <Action
            icon="edit"
            name="Edit"
            title="Edit: back into the textbox (Enter)"
            onClick={() => act('edit')}
          />
          {moves.map(({ deed, icon, keyName }) => (
            <Action
              key={deed}
              icon={icon}
              name={`Move ${deed}`}
              title={`Move ${deed} (Alt+${keyName})`}
              disabled={atEnd[deed]}
              onClick={() => onMove(deed)}
            />
          ))}
          <Action icon="close" name="Remove" title="Remove (Delete)" onClick={() => act('remove')} />
        </div>
      )}
    </li>
  );
}

const moves = [
  { deed: 'up', icon: 'arrow-up', key: 'ArrowUp', keyName: 'Up Arrow' },
  { deed: 'down', icon: 'arrow-down', key: 'ArrowDown', keyName: 'Down Arrow' },
] as const;

interface ActionProps {
  readonly icon: string;
  readonly name: string;
  readonly title: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Action({ icon, name, title, disabled = false, onClick }: ActionProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`${name} waiting message`}
      title={title}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
