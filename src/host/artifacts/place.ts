import { lstat, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { SigmicError } from '../../core/api';
import { makeVisible } from '../../core/visible-text';
import { folded, unsafePath } from './safe-path';

/** Where a file may be written. */
export interface Place {
  readonly uri: vscode.Uri;
  /** Whether a file is there already. */
  readonly exists: boolean;
  /** Its path below the folder after all links were followed. */
  readonly realPath: string;
  /** What was asked for, to look again. */
  readonly folder: vscode.Uri;
  readonly path: string;
}

/** Why a file may not be written, completing "it ...". */
export interface Refusal {
  readonly reason: string;
}

interface Step {
  readonly kind: 'missing' | 'file' | 'folder';
  readonly uri: vscode.Uri;
  readonly realPath: string;
}

/**
 * Whether a file may be written at `path` (`/` between names) below `folder`: by its name, and by what is there. Links are followed and
 * must stay inside; a name that differs from its neighbour in upper and lower case only is refused, as some systems take both for one.
 * Throws what the file system throws.
 */
export async function findPlace(folder: vscode.Uri, path: string): Promise<Place | Refusal> {
  const unsafe = unsafePath(path);
  if (unsafe !== undefined) return { reason: unsafe };
  const names = path.replace(/^(\.\/)+/, '').split('/');
  const look = folder.scheme === 'file' ? onDisk(await realpath(folder.fsPath)) : elsewhere(folder);
  let at: Step = { kind: 'folder', uri: folder, realPath: '' };
  for (const [index, name] of names.entries()) {
    if (at.kind === 'file') return { reason: 'would need a folder where a file is' };
    const next: Step | Refusal = at.kind === 'missing' ? below(at, name) : await look(at, name);
    if ('reason' in next) return next;
    if (next.kind === 'folder' && index === names.length - 1)
      return { reason: 'has the name of a folder that is there' };
    at = next;
  }
  const unsafeReal = unsafePath(at.realPath);
  if (unsafeReal !== undefined) return { reason: unsafeReal };
  return { uri: at.uri, exists: at.kind === 'file', realPath: at.realPath, folder, path };
}

/**
 * To be called right before a file is written: a link may have been put in the way while the person was asked. Throws
 * SigmicError('invalid') when the place is no longer the one that was found.
 */
export async function confirmPlace({ folder, path, realPath }: Place): Promise<void> {
  const now = await findPlace(folder, path);
  const reason =
    'reason' in now ? now.reason : now.realPath === realPath ? undefined : 'would lead to another file';
  if (reason === undefined) return;
  throw new SigmicError(
    'invalid',
    `"${makeVisible(path)}" ${reason} now. Look at the folder, then try again.`,
    {
      code: 'PLACE_CHANGED',
      sent: false,
    },
  );
}

type Look = (at: Step, name: string) => Promise<Step | Refusal>;

const outside: Refusal = { reason: 'would follow a link out of the folder' };

function onDisk(root: string): Look {
  return async (at, name) => {
    const parent = join(root, ...at.realPath.split('/'));
    const taken = sameName(await readdir(parent), name);
    if (taken !== undefined) return taken;
    const path = join(parent, name);
    if ((await ifThere(lstat(path))) === undefined) return below(at, name);
    const real = await ifThere(realpath(path));
    if (real === undefined || !real.startsWith(root.endsWith(sep) ? root : root + sep)) return outside;
    const kind = (await lstat(real)).isDirectory() ? 'folder' : 'file';
    return {
      kind,
      uri: vscode.Uri.joinPath(at.uri, name),
      realPath: relative(root, real).split(sep).join('/'),
    };
  };
}

/** Other file systems cannot say where a link leads: none is followed. */
function elsewhere(folder: vscode.Uri): Look {
  return async (at, name) => {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(folder, at.realPath));
    const taken = sameName(
      entries.map(([entry]) => entry),
      name,
    );
    if (taken !== undefined) return taken;
    const found = entries.find(([entry]) => entry === name);
    if (found === undefined) return below(at, name);
    if ((found[1] & vscode.FileType.SymbolicLink) !== 0) return outside;
    return { ...below(at, name), kind: (found[1] & vscode.FileType.Directory) === 0 ? 'file' : 'folder' };
  };
}

function below(at: Step, name: string): Step {
  const realPath = at.realPath === '' ? name : `${at.realPath}/${name}`;
  return { kind: 'missing', uri: vscode.Uri.joinPath(at.uri, name), realPath };
}

function sameName(entries: readonly string[], name: string): Refusal | undefined {
  if (entries.includes(name)) return undefined;
  const other = entries.find((entry) => folded(entry) === folded(name));
  return other === undefined ? undefined : { reason: `differs only in case from "${other}", which is there` };
}

async function ifThere<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
    throw error;
  }
}
