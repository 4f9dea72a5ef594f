import * as vscode from 'vscode';
import { tokenEnd } from '../../core/api';
import { oneLine, shorten, withoutIcons } from '../../core/visible-text';
import type { Profiles } from './profiles';

/** The profile in use, in the status bar; only where there are several. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'sigmic.profile',
    vscode.StatusBarAlignment.Right,
    0,
  );

  constructor(private readonly profiles: Profiles) {
    this.item.name = 'Sigmic Profile';
    this.item.command = 'sigmic.switchProfile';
    this.update();
  }

  update(): void {
    const { active, all } = this.profiles;
    if (all.length < 2) {
      this.item.hide();
      return;
    }
    const name = withoutIcons(shorten(oneLine(active.name), 30));
    // A time of day does not grow old while the text stands there.
    const end = active.credential === undefined ? undefined : tokenEnd(active.credential);
    const ending = end === undefined ? undefined : `token until ${new Date(end).toLocaleString()}`;
    const state = active.credential === undefined ? 'signed out' : ending;
    this.item.text = `$(account) ${name}`;
    this.item.tooltip = `Sigmic profile: ${oneLine(active.name)}${state === undefined ? '' : ` (${state})`}`;
    this.item.accessibilityInformation = { label: this.item.tooltip, role: 'button' };
    this.item.show();
  }

  dispose(): void {
    this.item.dispose();
  }
}
