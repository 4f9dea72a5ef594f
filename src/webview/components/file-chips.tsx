import type { DraftFile } from '../../core/draft-wire';
import { formatSize } from '../../core/file-size';
import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { RemoveFile, SecretTick } from './file-parts';

/** The single files that will be sent, each with its size and a button to leave it out. */
export function FileChips({ files, busy }: { readonly files: readonly DraftFile[]; readonly busy: boolean }) {
  if (files.length === 0) return null;
  return (
    <ul class="chips" aria-label="Attached files">
      {files.map(({ id, name: given, size, secret, ticked }) => {
        const name = visibleLine(given, 80) || 'file';
        return (
          <li class={`chip${secret === undefined ? '' : ' secret'}`} key={id}>
            {secret === undefined ? (
              <Icon name="file" />
            ) : (
              <SecretTick id={id} name={name} secret={secret} ticked={ticked === true} busy={busy} />
            )}
            <span class="chip-name" title={name}>
              {name}
            </span>
            <span class="muted size">{formatSize(size)}</span>
            {secret !== undefined && (
              <span class="muted">
                {ticked === true ? 'will be sent' : `stays here: looks like ${visibleLine(secret, 60)}`}
              </span>
            )}
            <RemoveFile id={id} name={name} busy={busy} />
          </li>
        );
      })}
    </ul>
  );
}
