import * as vscode from 'vscode';
import { isSigmicError } from '../../core/api/errors';

/** Tells that the extension could not be loaded or wired. VS Code itself only notes that in a log that nobody reads. */
export function tellLoadFailure(
  error: unknown,
  channel: { error(error: string | Error): void; show(): void },
): void {
  channel.error(error instanceof Error ? error : String(error));
  const isGone = isSigmicError(error);
  const words = isGone ? error.message : 'Sigmic could not start.';
  const button = isGone ? 'Reload Window' : 'Show Log';
  void vscode.window.showErrorMessage(words, button).then((pressed) => {
    if (pressed === undefined) return;
    if (isGone) void vscode.commands.executeCommand('workbench.action.reloadWindow');
    else channel.show();
  });
}
