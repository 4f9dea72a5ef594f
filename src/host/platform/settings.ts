import * as vscode from 'vscode';
import { parseApiUrl } from '../../core/api/origin';

const defaultApiUrl = 'https://api.sigmic.ai';

/** The person's settings, read anew at each call. */
export interface Settings {
  /** The base URL of the API, without a slash at its end. Throws SigmicError('invalid') when it is not a safe one. */
  apiUrl(): string;
  /**
   * The origin that `SIGMIC_API_KEY` of the environment is for: that of `SIGMIC_API_URL`, or the usual one without it. No setting
   * sends it elsewhere. Undefined when `SIGMIC_API_URL` is not a safe URL.
   */
  readonly environmentOrigin: string | undefined;
  /** The setting or variable that names it, or that it is the default. */
  apiUrlNamedBy(): string;
  /** Whether new tasks run their tools without asking. */
  autoExecute(): boolean;
  /** Whether to say that a task in the background has ended. */
  tellsCompletion(): boolean;
  /** Whether to ask about tools that wait in a notification. */
  tellsApprovals(): boolean;
  /** One of the settings above changed. */
  readonly onDidChange: vscode.Event<void>;
}

/**
 * Settings decide where a key goes and what runs unasked, so a workspace has no say in them: only the person's own
 * values count. `SIGMIC_API_URL` serves while `sigmic.apiUrl` is not set.
 */
export function createSettings(env: NodeJS.ProcessEnv): Settings & { dispose(): void } {
  const changed = new vscode.EventEmitter<void>();
  const listening = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sigmic')) changed.fire();
  });
  return {
    apiUrl: () => {
      const chosen = text(ownValue('apiUrl')) ?? text(env['SIGMIC_API_URL']) ?? defaultApiUrl;
      return parseApiUrl(chosen).href.replace(/\/$/, '');
    },
    environmentOrigin: originOf(text(env['SIGMIC_API_URL']) ?? defaultApiUrl),
    apiUrlNamedBy: () => {
      if (text(ownValue('apiUrl')) !== undefined) return 'sigmic.apiUrl';
      return text(env['SIGMIC_API_URL']) === undefined ? 'the default' : 'SIGMIC_API_URL';
    },
    autoExecute: () => {
      const value = ownValue('autoExecute');
      return typeof value === 'boolean' ? value : true;
    },
    tellsCompletion: () =>
      vscode.workspace.getConfiguration('sigmic').get('notifications.taskCompletion') !== false,
    tellsApprovals: () =>
      vscode.workspace.getConfiguration('sigmic').get('notifications.approvals') !== false,
    onDidChange: changed.event,
    dispose: () => {
      listening.dispose();
      changed.dispose();
    },
  };
}

function originOf(url: string): string | undefined {
  try {
    return parseApiUrl(url).origin;
  } catch {
    return undefined;
  }
}

function ownValue(name: string): unknown {
  return vscode.workspace.getConfiguration('sigmic').inspect<unknown>(name)?.globalValue;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
