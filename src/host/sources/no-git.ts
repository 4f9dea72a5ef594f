import * as vscode from 'vscode';

/** Says why there is nothing of Git here, and what to do. */
export async function tellNoGit(): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    const manage = 'Manage Workspace Trust';
    const pressed = await vscode.window.showInformationMessage(
      'Git does not run in a workspace that you do not trust, so there are no changes to send.',
      manage,
    );
    if (pressed !== undefined) await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  const isOff = vscode.workspace.getConfiguration('git').get('enabled') === false;
  const open = 'Open Settings';
  const pressed = await vscode.window.showInformationMessage(
    isOff
      ? 'Git is turned off in your settings, so there are no changes to send. Turn it on and reload the window.'
      : 'VS Code has not found Git here, so there are no changes to send. Install it, or say where it is in the setting "git.path".',
    open,
  );
  if (pressed !== undefined)
    await vscode.commands.executeCommand('workbench.action.openSettings', isOff ? 'git.enabled' : 'git.path');
}
