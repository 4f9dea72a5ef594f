import * as vscode from 'vscode';
import { checkCredential, isSigmicError, SigmicError, type SigmicClient } from '../../core/api';
import type { Report } from '../services';
import type { Account } from './account';
import { askAboutFailure, askForCredential } from './ask';

interface SignInDeps {
  readonly account: Account;
  readonly report: Report;
  /** A client that uses this credential, to try it before it is kept. */
  readonly clientFor: (
    credential: (origin: string) => Promise<string | undefined>,
  ) => Pick<SigmicClient, 'listTasks'>;
}

/** Gets a credential from the person, tries it, and keeps it. However many ask at once, the person is asked once. */
export class SignIn {
  private asking: Promise<boolean> | undefined;
  /** The refused key about which the person was told last. */
  private offered: string | undefined;

  constructor(private readonly deps: SignInDeps) {}

  /** Resolves with whether there is a new credential. `given`: one to try instead of asking for it. */
  async run(given?: string, refused = false): Promise<boolean> {
    if (given !== undefined) return this.accept(given);
    this.asking ??= this.ask(refused).finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** See HostServices.withSignIn. */
  async withSignIn<T>(operation: () => Promise<T>): Promise<T> {
    for (;;) {
      const used = await this.deps.account.inUse();
      try {
        return await operation();
      } catch (error) {
        if (!isSigmicError(error, 'auth')) throw error;
        // Somebody signed in while this was under way: the new credential has not been tried yet.
        if ((await this.deps.account.inUse()) !== used) continue;
        if (!(await this.run(undefined, used !== undefined))) throw error;
      }
    }
  }

  /**
   * For what goes on in the background and found its key refused: a notification instead of an input box in the person's way,
   * once for each key. Who is not signed in at all sees that in the views.
   */
  async offer(): Promise<void> {
    const refused = await this.deps.account.inUse();
    if (refused === undefined || refused === this.offered || this.asking !== undefined) return;
    this.offered = refused;
    const pressed = await vscode.window.showWarningMessage(
      'Sigmic no longer accepts your key. Running tasks go on, but cannot be shown until you sign in again.',
      'Sign In',
    );
    if (pressed === undefined) return;
    try {
      // A notification cannot be taken back: this one may have become out of date while it stood there.
      const now = await this.deps.account.inUse();
      if (now === undefined || now === refused) await this.run(undefined, now !== undefined);
      else void vscode.window.showInformationMessage('You are signed in to Sigmic already.');
    } catch (error) {
      this.deps.report(error, 'sign in');
    }
  }

  private async ask(refused: boolean): Promise<boolean> {
    let problem = refused ? 'Sigmic did not accept the key in use.' : undefined;
    for (;;) {
      const entered = await askForCredential(problem);
      if (entered === undefined) return false;
      try {
        return await this.tryAndKeep(entered);
      } catch (error) {
        if (!isSigmicError(error, 'auth')) throw error;
        problem = 'Sigmic did not accept that key. Check that it was copied whole and was not revoked.';
      }
    }
  }

  private async accept(given: string): Promise<boolean> {
    try {
      if (checkCredential(given.trim()) === undefined) {
        throw new SigmicError('invalid', 'It is neither a key nor a token.', { sent: false });
      }
      return await this.tryAndKeep(given.trim());
    } catch (error) {
      this.deps.report(error, 'sign in');
      return false;
    }
  }

  /** Throws SigmicError('auth') when the server refuses it. A credential that could not be tried is the person's choice. */
  private async tryAndKeep(credential: string): Promise<boolean> {
    const origin = this.deps.account.origin();
    for (;;) {
      const failure = await this.tryOut(origin, credential);
      if (failure === undefined) break;
      if (isSigmicError(failure, 'auth')) throw failure;
      if (isSigmicError(failure, 'cancelled')) return false;
      const choice = await askAboutFailure(failure);
      if (choice === 'keep') break;
      if (choice === 'giveUp') return false;
    }
    await this.deps.account.store(origin, credential);
    this.offered = undefined;
    return true;
  }

  /** Answers why the credential could not be confirmed; undefined when it was. */
  private tryOut(origin: string, credential: string): Thenable<unknown> {
    const client = this.deps.clientFor((asked) => Promise.resolve(asked === origin ? credential : undefined));
    const progress = {
      location: vscode.ProgressLocation.Notification,
      title: 'Signing in to Sigmic',
      cancellable: true,
    };
    return vscode.window.withProgress(progress, async (_, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      try {
        await client.listTasks({ limit: 1 }, { signal: abort.signal });
        return undefined;
      } catch (error) {
        return error;
      }
    });
  }
}
