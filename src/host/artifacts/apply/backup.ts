import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { writeFile } from '../write-file';

const { fs } = vscode.workspace;
/** So many applications can be looked up; older copies are deleted. */
const most = 10;

/**
 * Copies of the files that one application replaces through the file system, where no Undo of the editor reaches. The copies stay in
 * `root` for a while, under the time when they were made, also when nobody asks to have them back.
 */
export class Backup {
  private readonly folder: vscode.Uri;
  private readonly replaced: { readonly uri: vscode.Uri; readonly copy: vscode.Uri | undefined }[] = [];

  constructor(
    private readonly root: vscode.Uri,
    now: Date,
  ) {
    const name = `${now.toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
    this.folder = vscode.Uri.joinPath(root, name);
  }

  get isEmpty(): boolean {
    return this.replaced.length === 0;
  }

  /** To be called before `uri` (at `path` below its workspace folder) is written. Throws when the copy fails: then nothing may be written. */
  async keep(uri: vscode.Uri, path: string, exists: boolean): Promise<void> {
    const copy = exists ? vscode.Uri.joinPath(this.folder, path) : undefined;
    if (copy !== undefined) await fs.copy(uri, copy, { overwrite: true });
    this.replaced.push({ uri, copy });
  }

  /** Puts everything back, the last first; what was not there before goes to the trash where there is one. */
  async restore(): Promise<void> {
    for (const { uri, copy } of this.replaced.splice(0).reverse()) {
      if (copy === undefined) await remove(uri);
      else await writeFile(uri, contentOf(copy), new AbortController().signal);
    }
  }

  /** Deletes the copies of all but the newest applications. */
  async prune(): Promise<void> {
    const entries = await fs.readDirectory(this.root);
    const names = entries.map(([name]) => name).sort();
    for (const name of names.slice(0, -most))
      await fs.delete(vscode.Uri.joinPath(this.root, name), { recursive: true });
  }
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
