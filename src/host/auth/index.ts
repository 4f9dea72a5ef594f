import * as vscode from 'vscode';
import type { HostServices } from '../services';
import type { Account } from './account';
import type { SignIn } from './sign-in';

/** The public documents speak of "the Console" without an address of its own. */
const consoleUrl = 'https://sigmic.ai';

/** Signing in and out, by command and when a running task finds its key refused. */
export function registerAuth(services: HostServices, account: Account, signIn: SignIn): vscode.Disposable {
  const { sessions, report } = services;
  const stopListening = sessions.onUpdate((_, update) => {
    if (update.connection?.kind === 'signedOut') void signIn.offer();
  });
  return vscode.Disposable.from(
    { dispose: stopListening },
    account.onDidChangeCredential(() => sessions.reopenAll()),
    vscode.commands.registerCommand('sigmic.signIn', async (key?: unknown) => {
      try {
        return await signIn.run(typeof key === 'string' ? key : undefined);
      } catch (error) {
        report(error, 'sign in');
        return false;
      }
    }),
    vscode.commands.registerCommand('sigmic.signOut', async () => {
      try {
        await account.forget();
        tellSignedOut(account);
      } catch (error) {
        report(error, 'sign out');
      }
    }),
    vscode.commands.registerCommand('sigmic.openConsole', () =>
      vscode.env.openExternal(vscode.Uri.parse(consoleUrl)),
    ),
  );
}

function tellSignedOut(account: Account): void {
  const message =
    account.source === 'environment'
      ? 'SIGMIC_API_KEY in the environment stays in use: remove it there to sign out.'
      : 'Signed out of Sigmic. The key is forgotten on this computer.';
  void vscode.window.showInformationMessage(message);
}
