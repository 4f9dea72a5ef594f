import * as vscode from 'vscode';
import { leftOutWords, type LeftOutReason } from '../../core/left-out';
import { baseName } from './describe-uri';
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

/** Those of these files that no setting leaves out, and in words how many stay here for which. */
export function withoutExcluded(files: readonly vscode.Uri[]): { kept: vscode.Uri[]; told: string[] } {
  const kept: vscode.Uri[] = [];
  const leftOut = new Map<LeftOutReason, number>();
  for (const uri of files) {
    const reason = exclusionOf(uri);
    if (reason === undefined) kept.push(uri);
    else leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  }
  const told = [...leftOut].map(
    ([reason, count]) =>
      `${count} new ${count === 1 ? 'file stays' : 'files stay'} here ${leftOutWords[reason]}.`,
  );
  return { kept, told };
}

/** By which setting a single file stays here. Rules about what lies beside it (`when`) do not count. */
function exclusionOf(uri: vscode.Uri): LeftOutReason | undefined {
  const top = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
  const path = top === undefined ? baseName(uri.path) : trimmed(uri.path.slice(top.length));
  return exclusionsFor(uri).find(({ excludes }) => excludes(path, false, new Set()))?.reason;
}

/** A file's path in the workspace, if it is in there; with the folder's name first when there are several. */
export function workspacePath(uri: vscode.Uri): string | undefined {
  return vscode.workspace.getWorkspaceFolder(uri) && vscode.workspace.asRelativePath(uri);
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
