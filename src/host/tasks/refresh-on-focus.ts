import * as vscode from 'vscode';
import { isSigmicError } from '../../core/api';
import type { SessionRegistry } from '../../core/session/session-registry';
import type { Tasks } from './tasks';

/** Who only glances at another window does not cause requests each time. */
const restMs = 2_000;

/**
 * Looks once, when the person comes back to this window, what has become of the tasks meanwhile: a chat at rest learns of
 * a turn that was begun elsewhere. Nothing is asked for while they are away, or stay, nor with a key that was refused.
 */
export function refreshOnFocus(tasks: Tasks, sessions: Pick<SessionRegistry, 'all'>): vscode.Disposable {
  let lastAt = 0;
  let wasFocused = vscode.window.state.focused;
  return vscode.window.onDidChangeWindowState(({ focused }) => {
    const cameBack = focused && !wasFocused;
    wasFocused = focused;
    const refused = isSigmicError(tasks.problem, 'auth');
    const wanted = (tasks.loaded || sessions.all.length > 0) && !refused;
    if (!cameBack || !wanted || tasks.isLoading || Date.now() - lastAt < restMs) return;
    lastAt = Date.now();
    void tasks.refresh();
  });
}
