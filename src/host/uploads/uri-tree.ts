import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { FileTree, TreeEntry } from './file-tree';
import { gitExclude } from './git-repository';
import { lookAt, readUri } from './uri-content';

/** The files below `top`, in whatever file system they are. */
export function uriTree(top: vscode.Uri): FileTree {
  const at = (path: string): vscode.Uri => (path === '' ? top : vscode.Uri.joinPath(top, path));
  return {
    list: async (folder) =>
      (await vscode.workspace.fs.readDirectory(at(folder))).map(([name, type]) => entry(name, type)),
    look: (path) => lookAt(at(path)),
    read: (path) => readUri(at(path)),
    gitExclude: (folder) => gitExclude(at(folder)),
    async resolve(path) {
      // Only on disk it can be told where a link leads.
      if (top.scheme !== 'file') return undefined;
      const inside = relative(await realpath(top.fsPath), await realpath(at(path).fsPath));
      return inside === '..' || inside.startsWith(`..${sep}`) ? undefined : inside.split(sep).join('/');
    },
  };
}

function entry(name: string, type: vscode.FileType): TreeEntry {
  const has = (bit: vscode.FileType): boolean => (type & bit) !== 0;
  return {
    name,
    kind: has(vscode.FileType.Directory) ? 'folder' : has(vscode.FileType.File) ? 'file' : 'other',
    isLink: has(vscode.FileType.SymbolicLink),
  };
}
