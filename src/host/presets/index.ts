import * as vscode from 'vscode';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import type { Presets } from './presets';

/** System prompts kept by name: `sigmic.savePreset(text, name?)`, `sigmic.managePresets`. */
export function registerPresets(services: HostServices, presets: Presets): vscode.Disposable {
  const { report } = services;
  const registerCommand = commandPart(services, () => import('./commands'));
  return vscode.Disposable.from(
    registerCommand('sigmic.savePreset', ({ savePreset }, text, name) =>
      savePreset(report, presets, text, name),
    ),
    registerCommand('sigmic.managePresets', ({ managePresets }) => managePresets(report, presets)),
  );
}
