import * as vscode from 'vscode';
import { systemClock } from '../../../core/api/clock';
import type { HostServices } from '../../services';
import type { Outboxes } from './outboxes';
import { PausedNotices } from './paused-notices';

interface Panels {
  isShown(taskId: string): boolean;
  open(taskId: string): void;
}

/** The notices of messages that wait for the person as VS Code's notifications. A button opens the task. */
export function createPausedNotices(
  { claims, secrets }: HostServices,
  panels: Panels,
  outboxes: Outboxes,
): vscode.Disposable {
  const notices = new PausedNotices({
    claims,
    clock: systemClock,
    outboxOf: (taskId) => outboxes.of(taskId).state,
    isFromEarlier: (taskId) => outboxes.isFromEarlier(taskId),
    isShown: (taskId) => panels.isShown(taskId),
    masked: secrets.text,
    tell: (text, taskId) => {
      void vscode.window.showInformationMessage(text, 'Open').then((pressed) => {
        if (pressed !== undefined) panels.open(taskId);
      });
    },
  });
  return vscode.Disposable.from(
    notices,
    outboxes.onDidChange((taskId) => notices.look(taskId)),
  );
}
