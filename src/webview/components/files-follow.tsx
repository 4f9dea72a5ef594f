import { openingMessage } from '../../core/opening-message';
import type { Draft } from '../model';
import { Icon } from './icon';

interface FilesFollowProps {
  readonly draft: Draft;
  readonly busy: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** Says, before anything is sent, how variables and files get to one task: the API takes them in two messages only. */
export function FilesFollow({ draft, busy, onEdit }: FilesFollowProps) {
  return (
    <div class="files-follow" role="group" aria-label="Variables and files">
      <div class="prose">
        <Icon name="info" /> Variables and files cannot go together. Sigmic gets the variables and this first
        message, then, when it has answered, your message with the files.
      </div>
      <label>
        Sent first
        <textarea
          rows={2}
          value={draft.opening ?? openingMessage(draft.text)}
          readOnly={busy}
          onInput={(event) => onEdit({ opening: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}
