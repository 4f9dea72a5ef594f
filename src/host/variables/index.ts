import * as vscode from 'vscode';
import { commandPart } from '../platform/command-part';
import type { VariableDeps } from './commands';

/** Sets of variables: `sigmic.manageVariables(set?)`, `sigmic.importVariables(uri?, {set?, env?})`. */
export function registerVariables(deps: VariableDeps): vscode.Disposable {
  const registerCommand = commandPart(deps.services, () => import('./commands'));
  return vscode.Disposable.from(
    registerCommand('sigmic.manageVariables', ({ manage }, set) => manage(deps, set)),
    registerCommand('sigmic.importVariables', ({ importVariables }, uri, options) =>
      importVariables(deps, uri, options),
    ),
  );
}
