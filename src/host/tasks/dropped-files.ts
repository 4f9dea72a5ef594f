import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Log } from '../platform/log';

/** Long enough for a message that somebody writes for days. */
const keepMs = 7 * 24 * 3_600_000;

/** Files from the desktop as URIs. Where only their bytes are known (in a browser, in a remote window) these are kept a while. */
export class DroppedFiles {
  constructor(
    private readonly folder: string,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  /** Throws what the file system throws. */
  async keep(files: readonly vscode.DataTransferFile[]): Promise<readonly vscode.Uri[]> {
    await this.sweep().catch((error: unknown) =>
      this.log.warn(`Old drops could not be removed: ${String(error)}`),
    );
    // A path on the desktop means nothing to an extension that runs elsewhere.
    const here = vscode.env.remoteName === undefined;
    return Promise.all(
      files.map((file) => (here && file.uri !== undefined ? Promise.resolve(file.uri) : this.write(file))),
    );
  }

  private async write(file: vscode.DataTransferFile): Promise<vscode.Uri> {
    // A folder of its own for each, so that two of one name are two.
    const folder = join(this.folder, randomUUID());
    await mkdir(folder, { recursive: true });
    const path = join(folder, safeName(file.name));
    await writeFile(path, await file.data(), { flag: 'wx' });
    return vscode.Uri.file(path);
  }

  private async sweep(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      if (Date.now() - (await stat(path)).mtimeMs > keepMs) await rm(path, { recursive: true, force: true });
    }
  }
}

/** A name that is one name on every system. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).pop() ?? '';
  const safe = last.replace(/[\p{Cc}<>:"|?*]/gu, '_').replace(/^\.+$/, '_');
  return safe === '' ? 'file' : safe;
}
