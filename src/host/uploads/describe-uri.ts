import * as vscode from 'vscode';
import { makeVisible, shorten } from '../../core/visible-text';
import { artifactScheme } from '../platform/public-names';

/** The last part of the path: what a file is called. Never empty, never with a separator. */
export function baseName(path: string): string {
  const name = path.split(/[\\/]/).findLast((part) => part !== '' && part !== '.' && part !== '..');
  return name ?? 'file';
}

/** Whether a file made of this one could go back there: not what was never saved, nor the files of another task. */
export function hasOrigin({ scheme }: vscode.Uri): boolean {
  return scheme !== 'untitled' && scheme !== artifactScheme;
}

/** A name of a file in a sentence, in quotes. */
export function quoted(name: string): string {
  return `"${shorten(makeVisible(name), 80)}"`;
}

/**
 * A URI that the editor's window wrote, as the extension host means it. In a remote window and in a browser the two differ:
 * there `vscode-remote:` is what this process calls `file:`, and `file:` is the person's own computer, which a browser
 * does not let anybody read (undefined).
 */
export function fromWindow(uri: vscode.Uri): vscode.Uri | undefined {
  const inBrowser = vscode.env.uiKind === vscode.UIKind.Web;
  if (vscode.env.remoteName === undefined && !inBrowser) return uri;
  if (uri.scheme === 'vscode-remote') return vscode.Uri.from({ scheme: 'file', path: uri.path });
  if (uri.scheme !== 'file') return uri;
  return inBrowser ? undefined : uri.with({ scheme: 'vscode-local' });
}
