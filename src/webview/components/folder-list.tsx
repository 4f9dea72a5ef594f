import { leftOutWords, type LeftOut } from '../../core/left-out';
import type { DraftFolder, DraftRow } from '../../core/draft-wire';
import type { Composer } from '../../core/protocol';
import { formatSize } from '../../core/file-size';
import { visibleLine } from '../visible-text';
import { RemoveFile, SecretTick } from './file-parts';
import { Fold } from './fold';
import { Icon } from './icon';
import { useView } from './view-context';

/** Folders, and many files, that will be sent as a ZIP: a line each, which unfolds into all that goes and what stays. */
export function FolderList({ composer, busy }: { readonly composer: Composer; readonly busy: boolean }) {
  const { files, folders } = composer;
  if (folders.length === 0) return null;
  const going = files.filter(({ secret, ticked }) => secret === undefined || ticked === true);
  const count = folders.reduce((sum, folder) => sum + folder.count, going.length);
  const bytes = [...folders, ...going].reduce((sum, { size }) => sum + size, 0);
  return (
    <div class="folders">
      <ul aria-label="Attached folders">
        {folders.map((folder) => (
          <Folder key={folder.id} folder={folder} busy={busy} />
        ))}
      </ul>
      {folders.length + files.length > 1 && (
        <p class="muted folder-total">
          In all {counted(count, 'file')}, {formatSize(bytes)}
        </p>
      )}
    </div>
  );
}

function Folder({ folder, busy }: { readonly folder: DraftFolder; readonly busy: boolean }) {
  const name = visibleLine(folder.name, 80) || 'folder';
  return (
    <li class="folder">
      <Fold
        id={`draft/${folder.id}/${folder.zip}`}
        class="folder-fold"
        summary={
          <>
            <Icon name="folder" />
            <span class="folder-name">{name}</span>
            <span class="muted folder-facts">{factsOf(folder)}</span>
          </>
        }
      >
        {() => <FolderBody folder={folder} busy={busy} />}
      </Fold>
      <RemoveFile id={folder.id} name={name} busy={busy} />
    </li>
  );
}

function FolderBody({ folder, busy }: { readonly folder: DraftFolder; readonly busy: boolean }) {
  const { post } = useView();
  const { id, rows, more, leftOut, unsearched } = folder;
  const secrets = rows.filter((row) => row.secret !== undefined);
  const plain = rows.filter((row) => row.secret === undefined);
  return (
    <>
      <p class="muted">
        Goes as one ZIP, {visibleLine(folder.zip, 80)}, which Sigmic unpacks. Nothing leaves before you send.
      </p>
      {secrets.length > 0 && (
        <>
          <h4>Looks like secrets: stays here unless ticked</h4>
          <Rows id={id} rows={secrets} label="Likely secrets" busy={busy} />
        </>
      )}
      {leftOut.length > 0 && (
        <>
          <h4>Left out</h4>
          <ul class="left-out" aria-label="Left out">
            {leftOut.map((group) => (
              <li key={group.reason}>{leftOutLine(group)}</li>
            ))}
          </ul>
        </>
      )}
      <h4>Will be sent</h4>
      {unsearched > 0 && (
        <p class="muted">
          Not searched for secrets, being too large or too many: {counted(unsearched, 'file')}.
        </p>
      )}
      <Rows id={id} rows={plain} label="Will be sent" busy={busy} />
      {more > 0 && (
        <button type="button" class="text-button" onClick={() => post({ type: 'moreFiles', id })}>
          Show more ({more} not shown)
        </button>
      )}
    </>
  );
}

interface RowsProps {
  readonly id: string;
  readonly rows: readonly DraftRow[];
  readonly label: string;
  readonly busy: boolean;
}

function Rows({ id, rows, label, busy }: RowsProps) {
  return (
    <ul class="rows" aria-label={label}>
      {rows.map(({ key, name: given, size, secret, ticked }) => {
        const name = visibleLine(given, 200) || 'file';
        return (
          <li key={key}>
            {secret !== undefined && (
              <SecretTick
                id={id}
                fileKey={key}
                name={name}
                secret={secret}
                ticked={ticked === true}
                busy={busy}
              />
            )}
            <span class="row-name" title={name}>
              {name}
            </span>
            {secret !== undefined && <span class="muted">{visibleLine(secret, 60)}</span>}
            <span class="muted size">{formatSize(size)}</span>
            <RemoveFile id={id} fileKey={key} name={name} busy={busy} />
          </li>
        );
      })}
    </ul>
  );
}

/** "34 files, 120 KB · 3 left out · 1 likely secret stays here". */
function factsOf({ count, size, secrets, leftOut }: DraftFolder): string {
  const left = leftOut.reduce((sum, group) => sum + group.count, 0);
  return [
    `${counted(count, 'file')}, ${formatSize(size)}`,
    ...(left > 0 ? [`${left} left out`] : []),
    ...(secrets > 0 ? [`${counted(secrets, 'likely secret')} ${secrets === 1 ? 'stays' : 'stay'} here`] : []),
  ].join(' · ');
}

function leftOutLine({ reason, count, examples }: LeftOut): string {
  const shown = examples.map((path) => visibleLine(path, 80)).join(', ');
  return `${count} ${leftOutWords[reason]}: ${shown}${count > examples.length ? ', …' : ''}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
