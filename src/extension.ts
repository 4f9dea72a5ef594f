import type * as vscode from 'vscode';
import { loadPart } from './core/api/load-part';
import { Front } from './host/front';
import { isNeededAtStart } from './host/front/at-start';

/** Registers what VS Code may call, and returns. All else (wire.ts) is loaded by the first call. */
export function activate(context: vscode.ExtensionContext): void {
  const front = new Front(context.extension.packageJSON, async (self) => {
    const { wire } = await loadPart(() => import('./wire'));
    return wire(context, self);
  });
  context.subscriptions.push(front);
  void isNeededAtStart(context.globalStorageUri.fsPath, (key) => context.globalState.get(key), process.env)
    .then((needed) => (needed ? front.load() : undefined))
    // The person has been told.
    .catch(() => undefined);
}
