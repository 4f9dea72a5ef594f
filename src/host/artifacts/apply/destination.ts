import * as vscode from 'vscode';

const uploads = 'uploads/';

/**
 * The path below a workspace folder that a file of a task stands for. What the person sent lies in `uploads/` there, without the folders
 * that it came from: it goes back to the file of that name, when there is only one.
 */
export async function destinationOf(path: string, folder: vscode.Uri): Promise<string> {
  if (!path.startsWith(uploads)) return path;
  const sent = path.slice(uploads.length);
  if (await isFile(vscode.Uri.joinPath(folder, sent))) return sent;
  const anywhere = new vscode.RelativePattern(folder, `**/${sent.replace(/[*?[\]{}]/g, '[$&]')}`);
  const found = await search(anywhere);
  const [only] = found;
  if (only === undefined || found.length > 1) return sent;
  return only.path.slice(folder.path.replace(/\/$/, '').length + 1);
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
