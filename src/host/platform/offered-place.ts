import { homedir } from 'node:os';
import * as vscode from 'vscode';

/** What no name may have on one of the systems, and what makes a name read other than it is. */
const unwanted = /[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}<>:"|?*\\/]/gu;

/** Where a dialog offers to save something of this name: in the workspace, or else at home. */
export function offeredPlace(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  return vscode.Uri.joinPath(folder, name.replace(unwanted, '_'));
}
