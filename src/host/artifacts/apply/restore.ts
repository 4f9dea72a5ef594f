import * as vscode from 'vscode';
import type { LeftOut } from '../left-out';
import { findPlace } from '../place';
import { writeFile } from '../write-file';
import type { Backup } from './backup';
import type { KeptFile } from './backup-record';

const { fs } = vscode.workspace;

/** What became of a backup's files, by their paths in the workspace. */
export interface Restored {
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Puts files back, the last first; what was not there before goes to the trash where there is one. Only into the folders of the
 * workspace, by the same rules as an application. `before`: keeps what this replaces. Throws what the file system throws.
 */
export async function restoreFiles(files: readonly KeptFile[], before?: Backup): Promise<Restored> {
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const { uri, copy } of files.toReversed()) {
    const path = vscode.workspace.asRelativePath(uri);
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri;
    const place =
      folder && (await findPlace(folder, uri.path.slice(folder.path.replace(/\/$/, '').length + 1)));
    if (place === undefined) leftOut.push({ path, reason: 'is not in this workspace' });
    else if ('reason' in place) leftOut.push({ path, reason: place.reason });
    else if (copy !== undefined || place.exists) {
      await before?.keep(uri, place.exists);
      if (copy === undefined) await remove(uri);
      else await writeFile(uri, contentOf(copy), new AbortController().signal);
      paths.push(path);
    }
  }
  return { paths, leftOut };
}

async function* contentOf(uri: vscode.Uri): AsyncGenerator<Uint8Array> {
  yield await fs.readFile(uri);
}

async function remove(uri: vscode.Uri): Promise<void> {
  try {
    await fs.delete(uri, { useTrash: true });
  } catch {
    // Not every file system has a trash.
    await fs.delete(uri);
  }
}
