import * as vscode from 'vscode';
import { describeError, isSigmicError, type ErrorAction } from '../../core/api';
import { withoutLinks } from '../../core/visible-text';
import type { Report } from '../services';
import { JustSaid } from './just-said';
import type { Log } from './log';

/** Kinds of failures whose cause may lie between here and Sigmic. */
const ofTheWay: ReadonlySet<string> = new Set(['network', 'timeout', 'silence', 'malformed']);
const checkConnection = 'Check Connection';
export const showLog = 'Show Log';

/**
 * The one way in which a failure reaches people (services.ts). Those who hear of it at the same time say it once; when it happens again
 * it is said again, as VS Code may have put the first notification away unread. `failedProfile` tells whose credential was used, so that
 * "Sign In" asks for that one.
 */
export function createReport(log: Log, failedProfile: (error: unknown) => string | undefined): Report {
  const said = new JustSaid();
  return (error, doing, retry) => {
    if (isSigmicError(error, 'cancelled')) return;
    const { message: words, action } = describeError(error, doing);
    // Notifications make links of Markdown, and a server's words may be in it.
    const message = withoutLinks(words);
    if (isSigmicError(error)) log.error(`${message} (${factsOf(error)})`);
    else log.error(message, error);
    if (!said.isNews(message)) return;
    const offered = action?.id === 'retry' && retry === undefined ? undefined : action;
    const labels = offered === undefined ? [] : [offered.label];
    const check = isSigmicError(error) && ofTheWay.has(error.kind) && offered?.id !== 'checkConnection';
    if (check) labels.push(checkConnection);
    void vscode.window.showErrorMessage(message, ...labels).then((pressed) => {
      said.forget(message);
      if (offered !== undefined && pressed === offered.label)
        return act(offered.id, { retry, profile: failedProfile(error) });
      if (pressed === checkConnection) return act('checkConnection');
      return undefined;
    });
  };
}

/** For a message with the button `showLog`: opens the log when that is pressed. */
export function offerLog(message: Thenable<string | undefined>): void {
  void message.then((pressed) => (pressed === showLog ? act('log') : undefined));
}

export interface ActContext {
  readonly retry?: (() => unknown) | undefined;
  /** The profile to sign in to; the one in use when absent. */
  readonly profile?: string | undefined;
}

/** Does what the button of a problem says. */
export async function act(action: ErrorAction, { retry, profile }: ActContext = {}): Promise<void> {
  switch (action) {
    case 'signIn':
      if ((await vscode.commands.executeCommand('sigmic.signIn', { profile })) === true) await retry?.();
      return;
    case 'retry':
      await retry?.();
      return;
    case 'settings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'sigmic.apiUrl');
      return;
    case 'proxySettings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'http.proxy');
      return;
    case 'checkConnection':
      await vscode.commands.executeCommand('sigmic.checkConnection');
      return;
    case 'console':
      await vscode.commands.executeCommand('sigmic.openConsole');
      return;
    case 'log':
      await vscode.commands.executeCommand('sigmic.showLog');
      return;
    case 'reload':
      await vscode.commands.executeCommand('workbench.action.reloadWindow');
  }
}

/** What is to be known of a failure besides its words, in a line. */
export function factsOf(error: unknown): string {
  if (!isSigmicError(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const facts = [error.kind, error.status, error.code, error.message];
  const cause = error.cause instanceof Error ? `caused by ${error.cause.message}` : undefined;
  return [...facts, cause].filter((fact) => fact !== undefined).join(', ');
}
