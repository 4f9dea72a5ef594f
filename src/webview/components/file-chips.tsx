import type { DraftFile } from '../../core/protocol';
import { formatSize } from '../format-size';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { useView } from './view-context';

/** The files that will be sent, each with its size and a button to leave it out. */
export function FileChips({ files, busy }: { readonly files: readonly DraftFile[]; readonly busy: boolean }) {
  const { post } = useView();
  if (files.length === 0) return null;
  return (
    <ul class="chips" aria-label="Attached files">
      {files.map(({ id, name: given, size }) => {
        const name = visibleLine(given, 80) || 'file';
        return (
          <li class="chip" key={id}>
            <Icon name="file" />
            <span class="chip-name" title={name}>
              {name}
            </span>
            <span class="muted size">{formatSize(size)}</span>
            <button
              type="button"
              class="icon-button"
              aria-label={`Remove ${name}`}
              title={`Remove ${name}`}
              disabled={busy}
              onClick={() => post({ type: 'removeFile', id })}
            >
              <Icon name="close" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
