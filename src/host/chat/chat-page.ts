import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { chatHtml } from './html';

/** Loads the chat's page into a webview, which may read `dist/webview` and nothing else. */
export function loadChatPage(webview: vscode.Webview, extensionUri: vscode.Uri): void {
  const root = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [root] };
  webview.html = chatHtml({
    scriptUri: address('main.js'),
    styleUri: address('main.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    title: 'Sigmic',
  });
}

/** The tab's icon, for light and dark themes. */
export function chatIcon(extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } {
  const icon = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, 'media', `chat-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}
