import { type Stats } from 'node:fs';
import { lstat, mkdir, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

export interface WorkspaceFile {
  /** Path from the workspace's root, with forward slashes. */
  readonly path: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

/** A path that leads out of the workspace, by itself or by way of a symbolic link. */
class OutsideWorkspaceError extends Error {
  constructor(path: string) {
    super(`"${path}" is outside the workspace`);
    this.name = 'OutsideWorkspaceError';
  }
}

/** The folder that belongs to one task: nothing is read or written through it outside of it. */
export class Workspace {
  constructor(readonly root: string) {}

  /** The absolute path of a file or folder inside, existing or not. Throws OutsideWorkspaceError. */
  async resolve(path: string): Promise<string> {
    if (path.includes('\0') || isAbsolute(path)) throw new OutsideWorkspaceError(path);
    const full = join(this.root, path);
    this.assertInside(this.root, full, path);
    await mkdir(this.root, { recursive: true });
    this.assertInside(await realpath(this.root), await realpathOfNearest(full), path);
    return full;
  }

  async read(path: string): Promise<Buffer> {
    return readFile(await this.resolve(path));
  }

  async readText(path: string): Promise<string> {
    return (await this.read(path)).toString('utf8');
  }

  async write(path: string, content: string | Buffer): Promise<void> {
    const full = await this.resolve(path);
    await mkdir(dirname(full), { recursive: true });
    await writeFile(full, content);
  }

  /** The ordinary file at the path, or undefined when there is none inside. */
  async stat(path: string): Promise<Stats | undefined> {
    try {
      const stats = await stat(await this.resolve(path));
      return stats.isFile() ? stats : undefined;
    } catch {
      return undefined;
    }
  }

  /** Every ordinary file, sorted by path; symbolic links are not followed and not listed. */
  async files(under = ''): Promise<WorkspaceFile[]> {
    const found: WorkspaceFile[] = [];
    await this.collect(await this.resolve(under), found);
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  private async collect(folder: string, found: WorkspaceFile[]): Promise<void> {
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const full = join(folder, entry.name);
      if (entry.isDirectory()) await this.collect(full, found);
      if (!entry.isFile()) continue;
      // A command may be removing files while we look.
      const stats = await lstat(full).catch(() => undefined);
      if (stats === undefined) continue;
      const path = relative(this.root, full).split(sep).join('/');
      found.push({ path, size: stats.size, modifiedAt: stats.mtime });
    }
  }

  private assertInside(root: string, full: string, path: string): void {
    if (full !== root && !full.startsWith(root + sep)) throw new OutsideWorkspaceError(path);
  }
}

/** The real path of the file, or of what of its path exists already, with the rest appended. */
async function realpathOfNearest(full: string): Promise<string> {
  try {
    return await realpath(full);
  } catch {
    // A dangling link must not pass as "not there yet": its target would be created by a write.
    const link = await lstat(full).catch(() => undefined);
    if (link?.isSymbolicLink() === true) throw new OutsideWorkspaceError(full);
    const parent = dirname(full);
    return parent === full ? full : join(await realpathOfNearest(parent), full.slice(parent.length + 1));
  }
}
