import * as vscode from 'vscode';
import { makeVisible } from '../../core/visible-text';

/**
 * Shows what a task's file is beside the workspace's file of that path: the workspace on the left, the task on the right. Where the
 * workspace has none, the person picks one; nothing happens when they dismiss that.
 */
export async function compareWithWorkspace(path: string, artifact: vscode.Uri): Promise<void> {
  const own = (await findInWorkspace(path)) ?? (await pickFile(path));
  if (own === undefined) return;
  const title = `${makeVisible(path)} (workspace ↔ task)`;
  await vscode.commands.executeCommand('vscode.diff', own, artifact, title);
}

/** An upload was sent without its folders: it may be at the top, where files are attached from most. */
async function findInWorkspace(path: string): Promise<vscode.Uri | undefined> {
  const paths = path.startsWith('uploads/') ? [path, path.slice('uploads/'.length)] : [path];
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const candidate of paths) {
      const file = vscode.Uri.joinPath(uri, candidate);
      if (await isFile(file)) return file;
    }
  }
  return undefined;
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    // Not there, which is what was asked.
    return false;
  }
}

async function pickFile(path: string): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: `Compare ${makeVisible(path)} with`,
    openLabel: 'Compare',
  });
  return picked?.[0];
}
