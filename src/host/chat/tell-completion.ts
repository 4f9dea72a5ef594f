import * as vscode from 'vscode';
import { systemClock } from '../../core/api/clock';
import type { TaskMarks } from '../platform/task-marks';
import type { HostServices } from '../services';
import { CompletionNotices } from './completion-notices';

interface Panels {
  isShown(taskId: string): boolean;
  open(taskId: string): void;
}

/** The notices of ended tasks as VS Code's notifications. A button opens the task. */
export function createCompletionNotices(
  { sessions, claims, settings }: HostServices,
  panels: Panels,
  marks: TaskMarks,
): CompletionNotices {
  return new CompletionNotices({
    sessions,
    claims,
    clock: systemClock,
    wanted: () => settings.tellsCompletion(),
    concernsUs: (taskId) => marks.of(taskId).seen !== undefined,
    isShown: (taskId) => panels.isShown(taskId),
    isFocused: () => vscode.window.state.focused,
    tell: (kind, text, taskId) => {
      const { showInformationMessage, showWarningMessage } = vscode.window;
      const shown =
        kind === 'failed' ? showWarningMessage(text, 'Open') : showInformationMessage(text, 'Open');
      void shown.then((pressed) => {
        if (pressed !== undefined) panels.open(taskId);
      });
    },
  });
}
