import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { GitIgnore } from './git-ignore';
import type { Place } from './place';
import { readUri } from './uri-content';

const joinPath = (uri: vscode.Uri, ...parts: string[]): vscode.Uri => vscode.Uri.joinPath(uri, ...parts);

/** What `.git/info/exclude` has, when `folder` is the top of a repository, of a worktree or a submodule too. */
export async function gitExclude(folder: vscode.Uri): Promise<Uint8Array | undefined> {
  const git = joinPath(folder, '.git');
  const type = await typeOf(git);
  if (type === undefined) return undefined;
  const isFolder = (type & vscode.FileType.Directory) !== 0;
  const common = isFolder ? git : await commonFolder(folder, git);
  return common && read(joinPath(common, 'info', 'exclude'));
}

/**
 * The rules that the Git repository around a tree has above the top of it, the highest folder's first; none when a repository
 * begins at the top or between there and the folder, and where there is no disk.
 */
export async function rulesAbove({ top, folder }: Place): Promise<readonly GitIgnore[]> {
  if (top.scheme !== 'file') return [];
  const inside = ['', ...folder.split('/').map((_part, index, parts) => parts.slice(0, index + 1).join('/'))];
  for (const path of inside) if (await isRepository(joinPath(top, path))) return [];
  const above: vscode.Uri[] = [];
  for (let at = top; at.path !== joinPath(at, '..').path;) {
    at = joinPath(at, '..');
    above.unshift(at);
    if (await isRepository(at)) return rulesOf(above, top);
  }
  return [];
}

/** `[0]` of the folders is the repository. */
async function rulesOf(folders: readonly vscode.Uri[], top: vscode.Uri): Promise<readonly GitIgnore[]> {
  const levels = await Promise.all(
    folders.map(async (folder, index) => {
      const texts = await Promise.all([
        index === 0 ? gitExclude(folder) : undefined,
        read(joinPath(folder, '.gitignore')),
      ]);
      const place = { folder: '', prefix: top.path.slice(folder.path.length).replace(/^\/+|\/+$/g, '') };
      return texts.flatMap((text) => (text === undefined ? [] : [GitIgnore.parse(place, text)]));
    }),
  );
  return levels.flat();
}

/** A worktree or a submodule has a file in the place of the folder, which says where that is. */
async function commonFolder(folder: vscode.Uri, git: vscode.Uri): Promise<vscode.Uri | undefined> {
  const gitDir = /^gitdir: (.+)$/m.exec(await text(git))?.[1];
  if (gitDir === undefined) return undefined;
  const own = resolve(folder, gitDir);
  const common = (await text(joinPath(own, 'commondir'))).trim();
  return common === '' ? own : resolve(own, common);
}

function resolve(base: vscode.Uri, path: string): vscode.Uri {
  return isAbsolute(path) ? base.with({ path: vscode.Uri.file(path).path }) : joinPath(base, path);
}

async function isRepository(folder: vscode.Uri): Promise<boolean> {
  return (await typeOf(joinPath(folder, '.git'))) !== undefined;
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => type,
    () => undefined,
  );
}

function read(uri: vscode.Uri): Promise<Uint8Array | undefined> {
  return readUri(uri).catch(() => undefined);
}

async function text(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await read(uri));
}
