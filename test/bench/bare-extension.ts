import { get } from 'node:http';
import * as vscode from 'vscode';

/**
 * The floor of `latency.ts`: an extension that does nothing but hand over what a task's stream says, chunk by chunk, to a webview that
 * appends it as text.
 */
export function activate(context: vscode.ExtensionContext): void {
  context.subscriptions.push(vscode.commands.registerCommand('bare.open', open));
}

async function open(): Promise<void> {
  const api = `${process.env['SIGMIC_API_URL'] ?? ''}/api/v1/tasks`;
  const headers = { authorization: `Bearer ${process.env['SIGMIC_API_KEY'] ?? ''}` };
  const listed: unknown = await (await fetch(`${api}?limit=1`, { headers })).json();
  const id: unknown = Reflect.get(Object(Reflect.get(Object(Reflect.get(Object(listed), 'data')), 0)), 'id');
  const panel = vscode.window.createWebviewPanel('bare', 'Bare', vscode.ViewColumn.Active, {
    enableScripts: true,
  });
  panel.webview.html = `<!DOCTYPE html><body><p></p><script>
    const text = document.querySelector('p');
    addEventListener('message', ({ data }) => text.append(data));
    acquireVsCodeApi().postMessage('ready');
  </script>`;
  panel.webview.onDidReceiveMessage(() => {
    get(`${api}/${String(id)}/stream`, { headers }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => void panel.webview.postMessage(chunk));
    });
  });
}
