import { mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { FileTree } from '../../../src/host/uploads/file-tree';

/** What a test wants in a folder: contents by path, `-> target` for a symbolic link. */
export type Files = Readonly<Record<string, string>>;

/** A real folder with these files in it, gone after `dispose`. */
export async function makeFolder(files: Files): Promise<{ path: string; dispose: () => Promise<void> }> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'sigmic-tree-')));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    if (content.startsWith('-> ')) await symlink(content.slice(3), join(path, name));
    else await writeFile(join(path, name), content);
  }
  return { path, dispose: () => rm(path, { recursive: true, force: true }) };
}

/** The folder as the walk sees it. */
export function diskTree(top: string): FileTree {
  return {
    async list(folder) {
      const entries = await readdir(join(top, folder), { withFileTypes: true });
      return Promise.all(
        entries.map(async (entry) => {
          const found = await stat(join(top, folder, entry.name)).catch(() => undefined);
          const kind = found?.isFile() === true ? 'file' : found?.isDirectory() === true ? 'folder' : 'other';
          return { name: entry.name, kind, isLink: entry.isSymbolicLink() } as const;
        }),
      );
    },
    async look(path) {
      const { size, mtimeMs: changedAt } = await stat(join(top, path));
      return { size, changedAt };
    },
    read: (path) => readFile(join(top, path)),
    gitExclude: (folder) => readFile(join(top, folder, '.git/info/exclude')).catch(() => undefined),
    async resolve(path) {
      const inside = relative(top, await realpath(join(top, path)));
      return inside.startsWith('..') ? undefined : inside;
    },
  };
}
