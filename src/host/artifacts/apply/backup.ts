import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { saveRecord, type KeptFile } from './backup-record';

const { fs } = vscode.workspace;
/** So many backups can be looked up; older copies are deleted. */
const most = 10;

/**
 * Copies of the files that one application replaces through the file system, where no Undo of the editor reaches. The copies stay in
 * `root` for a while, with a record of what they are of, so that they can be restored later too (restore.ts).
 */
export class Backup {
  private readonly folder: vscode.Uri;
  private readonly kept: KeptFile[] = [];

  constructor(
    private readonly root: vscode.Uri,
    private readonly now: Date,
  ) {
    const name = `${now.toISOString().replace(/[:.]/g, '-')}-${randomUUID().slice(0, 8)}`;
    this.folder = vscode.Uri.joinPath(root, name);
  }

  get isEmpty(): boolean {
    return this.kept.length === 0;
  }

  /** What was replaced or made so far, in that order. */
  get files(): readonly KeptFile[] {
    return this.kept;
  }

  /** To be called before `uri` is written. Throws when the copy fails: then nothing may be written. */
  async keep(uri: vscode.Uri, exists: boolean): Promise<void> {
    const copy = exists ? vscode.Uri.joinPath(this.folder, String(this.kept.length)) : undefined;
    if (copy !== undefined) await fs.copy(uri, copy, { overwrite: true });
    this.kept.push({ uri, copy });
    await saveRecord(this.folder, this.now, this.kept);
  }

  /** Deletes all but the newest backups. */
  async prune(): Promise<void> {
    const entries = await fs.readDirectory(this.root);
    const names = entries.map(([name]) => name).sort();
    for (const name of names.slice(0, -most))
      await fs.delete(vscode.Uri.joinPath(this.root, name), { recursive: true });
  }
}
