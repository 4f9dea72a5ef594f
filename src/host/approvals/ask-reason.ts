import * as vscode from 'vscode';
import type { ShownCall } from '../../core/session/task-session';
import { oneLine, shorten } from '../../core/visible-text';

/** Asks why a call is rejected; may be empty, and is undefined when the person does not want to reject it after all. */
export function askReason(call: ShownCall | undefined): Thenable<string | undefined> {
  const name = shorten(oneLine(call?.toolName ?? ''), 60);
  return vscode.window.showInputBox({
    title: name === '' ? 'Reject' : `Reject ${name}`,
    placeHolder: 'Why not?',
    prompt: 'Enter rejects it at once; the reason is sent as a message when Sigmic is ready for one',
    ignoreFocusOut: true,
  });
}
