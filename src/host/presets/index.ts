import * as vscode from 'vscode';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import type { Presets } from './presets';

/** System prompts kept by name: `sigmic.savePreset(text, name?)`, `sigmic.managePresets`. */
export function registerPresets({ report }: HostServices, presets: Presets): vscode.Disposable {
  const registerCommand = commandPart(report, () => import('./commands'));
  return vscode.Disposable.from(
    registerCommand('sigmic.savePreset', ({ savePreset }, text, name) =>
      savePreset(report, presets, text, name),
    ),
    registerCommand('sigmic.managePresets', ({ managePresets }) => managePresets(report, presets)),
  );
}
