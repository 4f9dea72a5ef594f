import * as vscode from 'vscode';
import { readExclusion } from './exclusions';
import type { WalkOptions } from './walk';

/** Where a folder is: in a tree whose top is the workspace folder it belongs to, or the folder itself outside of any. */
export interface Place {
  readonly top: vscode.Uri;
  /** The folder's path in that tree, '' for the top. */
  readonly folder: string;
}

export function placeOf(uri: vscode.Uri): Place {
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (top === undefined) return { top: uri, folder: '' };
  return { top, folder: trimmed(uri.path.slice(top.path.length)) };
}

/** What the settings that count for this folder leave out. */
export function exclusionsFor(uri: vscode.Uri): WalkOptions['exclusions'] {
  const settings = vscode.workspace.getConfiguration(undefined, uri);
  return (['sigmic.upload.exclude', 'files.exclude'] as const).map((reason) => ({
    reason,
    excludes: readExclusion(settings.get(reason)),
  }));
}

/** A file's path in the workspace, if it is in there; with the folder's name first when there are several. */
export function workspacePath(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getWorkspaceFolder(uri) && vscode.workspace.asRelativePath(uri);
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
