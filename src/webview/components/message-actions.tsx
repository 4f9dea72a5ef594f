import { Icon } from './icon';
import { useView } from './view-context';

interface MessageActionsProps {
  /** What "Copy" copies, as it was written. */
  readonly text: string;
  /** The turn of whose answer `text` is only the end: all of it is copied. */
  readonly endOf?: string;
  /** Whether the message can be taken up again. */
  readonly editable?: boolean;
  /** Whether it is what the task began with, which can be begun again. */
  readonly repeatable?: boolean;
}

/** What can be done with a message as a whole. */
export function MessageActions({ text, endOf, editable = false, repeatable = false }: MessageActionsProps) {
  const { post, takeUp } = useView();
  return (
    <div class="message-actions">
      {repeatable && (
        <button
          type="button"
          class="icon-button"
          aria-label="Run again"
          title="Run Again with Changes: a new task with this message, its options and files"
          onClick={() => post({ type: 'runAgain' })}
        >
          <Icon name="debug-rerun" />
        </button>
      )}
      {editable && (
        <button
          type="button"
          class="icon-button"
          aria-label="Edit message"
          title="Edit, to be sent as a new message after this one; the files of this one are in the task already"
          onClick={() => takeUp(text)}
        >
          <Icon name="edit" />
        </button>
      )}
      <button
        type="button"
        class="icon-button"
        aria-label="Copy message"
        title="Copy message"
        onClick={() =>
          post(endOf === undefined ? { type: 'copy', text } : { type: 'copyAnswer', turn: endOf })
        }
      >
        <Icon name="copy" />
      </button>
    </div>
  );
}
