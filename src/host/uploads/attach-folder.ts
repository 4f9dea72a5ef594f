import * as vscode from 'vscode';
import { leftOutWords } from '../../core/left-out';
import { isSent, type Attachment, type ContentFile, type FolderContents, type Looked } from '../attachment';
import { inBatches } from '../platform/batches';
import { withSlowProgress, type SlowWork } from '../platform/slow-progress';
import { zipUpload } from '../platform/zip-upload';
import { baseName, hasOrigin, quoted } from './describe-uri';
import { rulesAbove } from './git-repository';
import { exclusionsFor, placeOf } from './place';
import { searchSecrets } from './search-secrets';
import { isExecutable, lookAt, openUri, readUri } from './uri-content';
import { uriTree } from './uri-tree';
import { maxFolderFiles, maxSeenFiles, TooManyFiles, walk } from './walk';

/** Files are looked at again so many at a time. */
const AT_ONCE = 16;

type Facts = Pick<FolderContents, 'leftOut' | 'unsearched'> & { readonly files: readonly ContentFile[] };

/** A folder as an attachment, or why it cannot be one, in words; undefined when the person stopped the look at it. */
export async function attachFolder(uri: vscode.Uri): Promise<Attachment | string | undefined> {
  const name = baseName(uri.path);
  return withSlowProgress(`Looking at ${quoted(name)}`, async (work) => {
    try {
      const facts = await lookInside(uri, work);
      return facts.files.length > 0 ? folderAttachment(uri, facts) : nothingToSend(name, facts);
    } catch (error) {
      if (work.signal.aborted) return undefined;
      if (error instanceof TooManyFiles) return tooMany(name, error);
      throw error;
    }
  });
}

async function lookInside(uri: vscode.Uri, { signal, report }: SlowWork): Promise<Facts> {
  const place = placeOf(uri);
  const { top, folder } = place;
  const tree = uriTree(top);
  const { files, leftOut } = await walk(tree, folder, {
    exclusions: exclusionsFor(uri),
    rules: await rulesAbove(place),
    signal,
    onProgress: (found) => report(`${found} files`),
  });
  report('searching for secrets');
  const read = (path: string): Promise<Uint8Array> => tree.read(path);
  const { secrets, unsearched } = await searchSecrets(files, { read, now: Date.now, signal });
  const below = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1));
  return {
    files: files.map(({ path, size, changedAt }) => ({
      path: below(path),
      size,
      changedAt,
      secret: secrets.get(path),
    })),
    leftOut: leftOut.map((group) => ({ ...group, examples: group.examples.map(below) })),
    unsearched,
  };
}

/** The folder as it is sent: under its own name, with what was looked at and nothing that came since. */
export function folderAttachment(uri: vscode.Uri, facts: Facts): Attachment {
  const { files, leftOut, unsearched } = facts;
  const sent = files.filter(isSent);
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(uri, path);
  const zipped = (name: string) =>
    sent.map(({ path, size }) => ({
      path: `${name.replace(/\.zip$/, '')}/${path}`,
      size,
      open: () => openUri(at(path), path),
      isExecutable: () => isExecutable(at(path)),
    }));
  return {
    source: uri.toString(),
    name: `${baseName(uri.path)}.zip`,
    size: sent.reduce((sum, { size }) => sum + size, 0),
    ...(hasOrigin(uri) && { origin: uri.toString() }),
    contents: { ...facts, with: (fewer) => folderAttachment(uri, { ...facts, files: fewer }) },
    open: (name, options) => zipUpload(name, zipped(name), options),
    look: () => lookAgain(uri, facts),
    save: () =>
      Promise.resolve({
        kind: 'folder',
        uri: uri.toString(),
        files,
        leftOut,
        unsearched,
      }),
  };
}

/** Looks at each file again: what was agreed to is what is sent, and what changed is searched for secrets anew. */
async function lookAgain(uri: vscode.Uri, facts: Facts): Promise<Looked> {
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(uri, path);
  const now = await inBatches(facts.files, AT_ONCE, async (file) => {
    const found = await lookAt(at(file.path)).catch(() => undefined);
    return { file, found: found?.isFolder === true ? undefined : found };
  });
  const there = now.flatMap(({ file, found }) =>
    found === undefined ? [] : [{ ...file, size: found.size, changedAt: found.changedAt }],
  );
  const before = new Map(facts.files.map((file) => [file.path, file]));
  const touched = there.filter(({ path, size, changedAt }) => {
    const old = before.get(path);
    return old?.size !== size || old.changedAt !== changedAt;
  });
  const read = (path: string): Promise<Uint8Array> => readUri(at(path));
  const { secrets } = await searchSecrets(touched, { read, now: Date.now });
  const files = there.map((file) => ({ ...file, secret: file.secret ?? secrets.get(file.path) }));
  return {
    attachment: folderAttachment(uri, { ...facts, files }),
    gone: now.filter(({ file, found }) => found === undefined && isSent(file)).map(({ file }) => file.path),
    changed: touched
      .filter((file) => isSent(file) && before.get(file.path)?.size !== file.size)
      .map(({ path }) => path),
    secrets: [...secrets.keys()].filter((path) => before.get(path)?.secret === undefined),
  };
}

function nothingToSend(name: string, { leftOut }: Facts): string {
  const left = leftOut.map(({ count, reason }) => `${count} left out ${leftOutWords[reason]}`);
  const why = leftOut.length === 0 ? 'it is empty' : left.join(', ');
  return `${quoted(name)} has no files to send: ${why}.`;
}

function tooMany(name: string, { what }: TooManyFiles): string {
  const many = what === 'found' ? `${maxFolderFiles} files to send` : `${maxSeenFiles} files and folders`;
  return `${quoted(name)} has more than ${many}: attach a part of it, or leave some out with the setting "sigmic.upload.exclude".`;
}
