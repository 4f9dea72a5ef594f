import type { DraftFile, DraftFolder, DraftRow } from '../../core/draft-wire';
import { isSent, type Attachment, type ContentFile } from '../attachment';
import { packedTogether, packName, type NamedFile } from './open-files';
import { packPaths } from './pack-paths';

/** The id of what is packed together without being a folder. */
export const togetherId = 'together';

export interface ListedFile extends NamedFile {
  readonly id: string;
}

/** What the view is told of the files of a draft; of long lists `shown(id)` rows. */
export function listDraft(
  entries: readonly ListedFile[],
  shown: (id: string) => number,
): { files: DraftFile[]; folders: DraftFolder[] } {
  const together = packedTogether(entries);
  const packed = new Set(together);
  const folders: DraftFolder[] = [];
  const files: DraftFile[] = [];
  for (const entry of entries) {
    const { id, name, attachment } = entry;
    if (attachment.contents !== undefined) folders.push(folder(entry, shown(id)));
    else if (!packed.has(entry)) files.push({ id, name, ...facts(attachment) });
  }
  if (together.length > 0) folders.push(group(together, packName(entries), shown(togetherId)));
  return { files, folders };
}

function folder({ id, name, attachment }: ListedFile, shown: number): DraftFolder {
  const { files = [], leftOut = [], unsearched = 0 } = attachment.contents ?? {};
  const rows = files.map((file) => ({ key: file.path, name: file.path, ...facts(file) }));
  return {
    id,
    name: name.replace(/\.zip$/, ''),
    zip: name,
    ...sum(files),
    ...firstOf(rows, shown),
    leftOut: leftOut.map((each) => ({ ...each, examples: [...each.examples] })),
    unsearched,
  };
}

function group(together: readonly ListedFile[], zip: string, shown: number): DraftFolder {
  const paths = packPaths(together.map(({ name, attachment: { path } }) => ({ name, path })));
  const rows = together.map(({ id, name, attachment }, index) => ({
    key: id,
    name: paths[index] ?? name,
    ...facts(attachment),
  }));
  return {
    id: togetherId,
    name: 'Files',
    zip,
    ...sum(together.map(({ attachment }) => attachment)),
    ...firstOf(rows, shown),
    leftOut: [],
    unsearched: 0,
  };
}

/** Those that a person has to decide about come first. */
function firstOf(rows: readonly DraftRow[], shown: number): { rows: DraftRow[]; more: number } {
  const secret = rows.filter((row) => row.secret !== undefined);
  const ordered = [...secret, ...rows.filter((row) => row.secret === undefined)];
  return { rows: ordered.slice(0, shown), more: Math.max(0, ordered.length - shown) };
}

function sum(files: readonly Pick<ContentFile, 'size' | 'secret' | 'ticked'>[]): {
  count: number;
  size: number;
  secrets: number;
} {
  const sent = files.filter(isSent);
  return {
    count: sent.length,
    size: sent.reduce((bytes, { size }) => bytes + size, 0),
    secrets: files.length - sent.length,
  };
}

function facts({ size, secret, ticked }: Pick<Attachment, 'size' | 'secret' | 'ticked'>): {
  size: number;
  secret?: string;
  ticked?: boolean;
} {
  return { size, ...(secret !== undefined && { secret, ticked: ticked === true }) };
}
