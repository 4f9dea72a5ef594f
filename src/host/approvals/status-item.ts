import * as vscode from 'vscode';
import type { HostServices } from '../services';
import { waitingTools } from './waiting';

/** Tells in the status bar how many tools wait, wherever the person is; a click goes through them. */
export function createStatusItem(services: HostServices): { update(): void; dispose(): void } {
  const item = vscode.window.createStatusBarItem('sigmic.approvals', vscode.StatusBarAlignment.Left, 100);
  item.name = 'Sigmic: Approvals';
  item.command = 'sigmic.reviewApprovals';
  item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  let shown = 0;
  return {
    update() {
      const count = waitingTools(services).length;
      if (count === shown) return;
      shown = count;
      if (count === 0) {
        item.hide();
        return;
      }
      item.text = `$(bell-dot) Sigmic: ${count === 1 ? '1 tool waits' : `${count} tools wait`} for you`;
      item.tooltip = 'Review the tools that wait for your approval';
      item.show();
    },
    dispose: () => item.dispose(),
  };
}
