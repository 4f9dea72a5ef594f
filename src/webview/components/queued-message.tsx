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
  const act = (deed: 'edit' | 'remove') => post({ type: 'queued', id, deed });
  const pressed = (event: KeyboardEvent) => {
    if (elsewhere) return;
    const deed = event.altKey ? moves[event.key] : undefined;
    const onEntry = event.target === event.currentTarget && !event.altKey;
    if (deed !== undefined && !(deed === 'up' ? first : last)) onMove(deed);
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
          <Action
            icon="arrow-up"
            name="Move up"
            title="Move up (Alt+Up Arrow)"
            disabled={first}
            onClick={() => onMove('up')}
          />
          <Action
            icon="arrow-down"
            name="Move down"
            title="Move down (Alt+Down Arrow)"
            disabled={last}
            onClick={() => onMove('down')}
          />
          <Action icon="close" name="Remove" title="Remove (Delete)" onClick={() => act('remove')} />
        </div>
      )}
    </li>
  );
}

const moves: Readonly<Record<string, 'up' | 'down'>> = { ArrowUp: 'up', ArrowDown: 'down' };

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
