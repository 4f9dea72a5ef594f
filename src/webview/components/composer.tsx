import type { RefObject } from 'preact';
import { isActive } from '../../core/session/state';
import { filesMustFollow } from '../has-variables';
import { obstacleOf } from '../obstacle';
import type { Draft, Model } from '../model';
import { outgoingDraft } from '../outgoing-draft';
import { useClickLock } from './click-lock';
import { FilesFollow } from './files-follow';
import { FileChips } from './file-chips';
import { ForgottenVariables } from './forgotten-variables';
import { FolderList } from './folder-list';
import { Icon } from './icon';
import { ProblemNote } from './problem-note';
import { SendingStatus } from './sending-status';
import { TaskOptions } from './task-options';
import { useView } from './view-context';

interface ComposerProps {
  readonly model: Model;
  readonly textbox: RefObject<HTMLTextAreaElement | null>;
  readonly onEdit: (change: Partial<Draft>) => void;
  readonly onSend: () => void;
}

/** Where people write: a new task with its options, or the next message of a task. */
export function Composer({ model, textbox, onEdit, onSend }: ComposerProps) {
  const { post } = useView();
  const { head, draft, composer, notice } = model;
  const active = head !== undefined && isActive(head.status);
  const busy = composer.sending;
  const queues = active || (model.outbox.messages.length > 0 && model.outbox.pause === undefined);
  const obstacle = obstacleOf(model);
  const { forgotten } = model.choices;
  const submit = (event: Event) => {
    event.preventDefault();
    onSend();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    submit(event);
  };
  return (
    <form class="composer" onSubmit={submit} aria-busy={busy}>
      {composer.problem !== undefined && <ProblemNote {...composer.problem} draft={outgoingDraft(model)} />}
      {notice !== undefined && <ProblemNote message={notice} />}
      {filesMustFollow(model) && <FilesFollow draft={draft} busy={busy} onEdit={onEdit} />}
      {forgotten !== undefined && draft.variables === undefined && <ForgottenVariables {...forgotten} />}
      <div class="box">
        <FolderList composer={composer} busy={busy} />
        <FileChips files={composer.files} busy={busy} />
        <textarea
          ref={textbox}
          aria-label="Message"
          rows={1}
          placeholder={placeholder(head !== undefined, active)}
          value={draft.text}
          readOnly={busy}
          onInput={(event) => onEdit({ text: event.currentTarget.value })}
          onKeyDown={pressed}
        />
        <div class="box-row">
          <button
            type="button"
            class="icon-button"
            aria-label="Attach files"
            title="Attach files (or paste them, or drop them here; hold Shift while dropping from the explorer)"
            disabled={busy}
            onClick={() => post({ type: 'pickFiles', what: 'files' })}
          >
            <Icon name="attach" />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label="Attach folder"
            title="Attach folder"
            disabled={busy}
            onClick={() => post({ type: 'pickFiles', what: 'folders' })}
          >
            <Icon name="folder" />
          </button>
          {busy ? (
            <SendingStatus progress={composer.progress} />
          ) : (
            <span class="hint muted">{hint(model)}</span>
          )}
          {active && <CancelButton key={head.id} />}
          <button
            type="submit"
            class="button send"
            disabled={obstacle !== undefined}
            aria-label="Send"
            title={obstacle ?? (queues ? 'Queue (Enter): it is sent when Sigmic is ready' : 'Send (Enter)')}
          >
            <Icon name={busy ? 'loading' : queues ? 'history' : 'send'} spin={busy} />{' '}
            {queues ? 'Queue' : 'Send'}
          </button>
        </div>
      </div>
      {head === undefined && (
        <TaskOptions
          draft={draft}
          choices={model.choices}
          autoExecute={model.autoExecute}
          busy={busy}
          onEdit={onEdit}
        />
      )}
    </form>
  );
}

function CancelButton() {
  const { post } = useView();
  const { locked, take } = useClickLock();
  const cancel = () => {
    if (take()) post({ type: 'cancel' });
  };
  return (
    <button type="button" class="button secondary" disabled={locked} onClick={cancel}>
      <Icon name="debug-stop" /> Cancel task
    </button>
  );
}

function hint({ draft, composer: { looking, files, folders } }: Model): string {
  if (looking === true) return 'Looking at the files…';
  const waits = draft.text.trim() === '' && files.length + folders.length > 0;
  return waits ? 'Write what to do with the files.' : '';
}

function placeholder(hasTask: boolean, active: boolean): string {
  if (!hasTask) return 'Describe a task, and attach what it needs';
  return active ? 'Sigmic is at work. What you send meanwhile waits its turn' : 'Ask for more';
}
