import * as vscode from 'vscode';
import { checkApiUrl, defaultApiUrl } from './api-url';

/** The person's settings, read anew at each call. */
export interface Settings {
  /** The origin of the API, without a slash at its end. Throws SigmicError('invalid') when it is not a safe one. */
  apiUrl(): string;
  /** Whether new tasks run their tools without asking. */
  autoExecute(): boolean;
  /** One of the settings above changed. */
  readonly onDidChange: vscode.Event<void>;
}

/**
 * Settings decide where a key goes and what runs unasked, so a workspace has no say in them: only the person's own
 * values count. `SIGMIC_API_URL` serves while `sigmic.apiUrl` is not set.
 */
export function createSettings(env: NodeJS.ProcessEnv): Settings & vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sigmic')) changed.fire();
  });
  return {
    apiUrl: () => checkApiUrl(text(ownValue('apiUrl')) ?? text(env['SIGMIC_API_URL']) ?? defaultApiUrl),
    autoExecute: () => {
      const value = ownValue('autoExecute');
      return typeof value === 'boolean' ? value : true;
    },
    onDidChange: changed.event,
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
}

function ownValue(name: string): unknown {
  return vscode.workspace.getConfiguration('sigmic').inspect<unknown>(name)?.globalValue;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
