import * as vscode from 'vscode';

/** Who calls, for the service's log: the extension and the editor with their versions. */
export function userAgent({ extension }: vscode.ExtensionContext): string {
  const manifest: unknown = extension.packageJSON;
  const version: unknown =
    typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version');
  return `sigmic-vscode/${String(version)} vscode/${vscode.version}`;
}
