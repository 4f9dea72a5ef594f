import * as vscode from 'vscode';
import { equalJson } from '../../core/session/equal-json';

/** Every context key that the manifest's `when` clauses use. */
export interface ContextKeys {
  'sigmic.signedIn': boolean;
  /** For what a window offers before anything is known: neither key is set until the first call has loaded what sets them. */
  'sigmic.signedOut': boolean;
  /** The tree, for its welcome texts. */
  'sigmic.tasks': 'unknown' | 'signedOut' | 'empty' | 'listed';
  'sigmic.tasksFiltered': boolean;
  'sigmic.tasksGrouping': 'none' | 'status' | 'day';
  'sigmic.tasksHiddenShown': boolean;
  /** URIs of the documents whose question is open, for the buttons that answer it. */
  'sigmic.waitingReviews': readonly string[];
}

const written = new WeakMap<vscode.ExtensionContext, Map<string, unknown>>();

/** Sets a context key; VS Code is told only when its value changed. */
export function setContextKey<K extends keyof ContextKeys>(
  context: vscode.ExtensionContext,
  key: K,
  value: ContextKeys[K],
): void {
  const values = written.get(context) ?? new Map<string, unknown>();
  written.set(context, values);
  if (equalJson(values.get(key), value)) return;
  values.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
