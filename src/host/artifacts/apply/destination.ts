import * as vscode from 'vscode';
import type { Refusal } from '../place';
import type { Origin } from '../origin';

const uploads = 'uploads/';

/** Where a file of a task is to be written: below which folder of the workspace, and under which path there. */
export interface Destination {
  readonly folder: vscode.Uri;
  readonly path: string;
}

/**
 * What a file of a task stands for in the workspace. An upload goes back to where it came from, if that is known and in a folder of the
 * workspace. Else it goes to the file of its name, when there is only one; all other files keep their path below `folder`.
 */
export async function destinationOf(
  path: string,
  origin: Origin,
  folder: vscode.Uri,
): Promise<Destination | Refusal> {
  if (origin.kind === 'undecided')
    return { reason: 'may stand for several files that were sent under its name' };
  if (!path.startsWith(uploads)) return { folder, path };
  const sent = path.slice(uploads.length);
  const there = await isFile(vscode.Uri.joinPath(folder, sent));
  if (origin.kind === 'known') {
    const home = vscode.workspace.getWorkspaceFolder(origin.uri)?.uri;
    if (home !== undefined) return { folder: home, path: below(home, origin.uri) };
    if (there) return { reason: 'was sent from outside of the workspace, where another file has its name' };
    return { folder, path: sent };
  }
  if (there) return { folder, path: sent };
  const anywhere = new vscode.RelativePattern(folder, `**/${sent.replace(/[*?[\]{}]/g, '[$&]')}`);
  const found = await search(anywhere);
  const [only] = found;
  return { folder, path: only === undefined || found.length > 1 ? sent : below(folder, only) };
}

function below(folder: vscode.Uri, uri: vscode.Uri): string {
  return uri.path.slice(folder.path.replace(/\/$/, '').length + 1);
}

async function search(pattern: vscode.RelativePattern): Promise<readonly vscode.Uri[]> {
  try {
    return await vscode.workspace.findFiles(pattern, '**/node_modules/**', 2);
  } catch {
    // Not every file system can be searched: then the name alone counts.
    return [];
  }
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, which is what was asked.
    return false;
  }
}
