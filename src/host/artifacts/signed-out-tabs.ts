import * as vscode from 'vscode';
import { artifactScheme } from '../platform/public-names';
import type { HostServices } from '../services';

/**
 * In the place of a file that cannot be opened VS Code only says that something went wrong, so a tab that a person looks at without a
 * key is told about in a notification, once until there is another key. Then it is opened again in its place.
 */
export class SignedOutTabs implements vscode.Disposable {
  private readonly failed = new Set<string>();
  private readonly listening: vscode.Disposable;
  private hasTold = false;

  constructor(services: Pick<HostServices, 'onDidChangeProfile'>) {
    this.listening = services.onDidChangeProfile(() => this.reopen());
  }

  /** The file could not be read for want of a key. */
  failedToOpen(uri: vscode.Uri): void {
    this.failed.add(uri.toString());
    if (this.hasTold || !activeTabs().some((tab) => tab.uri.toString() === uri.toString())) return;
    this.hasTold = true;
    const signIn = 'Sign In';
    void vscode.window
      .showWarningMessage('Sign in to Sigmic to see the files of tasks that are open here.', signIn)
      .then((pressed) => pressed && vscode.commands.executeCommand('sigmic.signIn'));
  }

  dispose(): void {
    this.listening.dispose();
  }

  private reopen(): void {
    this.hasTold = false;
    const failed = new Set(this.failed);
    this.failed.clear();
    for (const { uri, viewType, tab, viewColumn } of activeTabs()) {
      if (!failed.has(uri.toString())) continue;
      const options = { viewColumn, preview: tab.isPreview, preserveFocus: true };
      void vscode.commands.executeCommand('vscode.openWith', uri, viewType ?? 'default', options);
    }
  }
}

interface ActiveTab {
  readonly uri: vscode.Uri;
  readonly viewType: string | undefined;
  readonly tab: vscode.Tab;
  readonly viewColumn: vscode.ViewColumn;
}

/** The files of tasks that stand in front in the editor groups; those behind are read when they come to the front. */
function activeTabs(): readonly ActiveTab[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab: tab, viewColumn }): ActiveTab[] => {
    const input = tab?.input;
    const isFile =
      input instanceof vscode.TabInputText ||
      input instanceof vscode.TabInputCustom ||
      input instanceof vscode.TabInputNotebook;
    if (tab === undefined || !isFile || input.uri.scheme !== artifactScheme) return [];
    const viewType = input instanceof vscode.TabInputCustom ? input.viewType : undefined;
    return [{ uri: input.uri, viewType, tab, viewColumn }];
  });
}
