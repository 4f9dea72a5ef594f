import * as vscode from 'vscode';
import { checkCredential, isSigmicError, SigmicError, tokenEnd, type SigmicClient } from '../../core/api';
import { withoutLinks } from '../../core/visible-text';
import type { Report } from '../services';
import { askAboutFailure, askForCredential } from './ask';
import { defaultId, isFor } from './profile-id';
import type { Credential } from './profile-clients';
import type { WidgetOrigin } from './profile-index';
import type { Profiles } from './profiles';
import { endWords } from './words';

interface SignInDeps {
  readonly profiles: Profiles;
  readonly report: Report;
  /** With which profile's credential a call failed. */
  readonly failedProfile: (error: unknown) => string | undefined;
  /** A client that uses this credential, to try it before it is kept. */
  readonly clientFor: (credential: Credential) => Pick<SigmicClient, 'listTasks'>;
}

/** What is known of the profile that a credential is for. */
export interface Wanted {
  /** The one in use (or the default one) when absent. */
  readonly profile?: string | undefined;
  /** A new name for it. */
  readonly name?: string | undefined;
  readonly widget?: WidgetOrigin | undefined;
  /** Its present credential was refused. */
  readonly refused?: boolean | undefined;
  /** Use it from then on; a new profile, and the one in use, are used anyway. */
  readonly use?: boolean | undefined;
}

/** Gets a credential from the person, tries it, and keeps it. However many ask for one profile, the person is asked once. */
export class SignIn {
  private readonly asking = new Map<string, Promise<boolean>>();
  /** The person sees one question at a time. */
  private last: Promise<unknown> = Promise.resolve();
  /** The refused credentials about which the person was told. */
  private readonly offered = new Set<string>();

  constructor(private readonly deps: SignInDeps) {}

  /** Asks for a credential; resolves with whether there is a new one. */
  run(wanted: Wanted = {}): Promise<boolean> {
    const key = wanted.profile ?? this.deps.profiles.active.id;
    const asked = this.asking.get(key);
    if (asked !== undefined) return asked;
    const asking = this.last.then(() => this.ask(wanted)).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    this.last = asking.catch(() => undefined);
    return asking;
  }

  /** Tries this credential instead of asking for one, and tells why if it cannot be kept. */
  async accept(given: string, wanted: Wanted = {}): Promise<boolean> {
    try {
      if (checkCredential(given.trim()) === undefined) {
        throw new SigmicError('invalid', 'It is neither a key nor a token.', { sent: false });
      }
      return await this.tryAndKeep(given.trim(), wanted);
    } catch (error) {
      this.deps.report(error, 'sign in');
      return false;
    }
  }

  /** See HostServices.withSignIn. */
  async withSignIn<T>(operation: () => Promise<T>): Promise<T> {
    for (;;) {
      const before = await this.credentials();
      try {
        return await operation();
      } catch (error) {
        if (!isSigmicError(error, 'auth')) throw error;
        const { profiles, failedProfile } = this.deps;
        const profile = failedProfile(error) ?? profiles.active.id;
        const refused = before.get(profile);
        // Somebody signed in while this was under way: the new credential has not been tried yet.
        if ((await this.credentials()).get(profiles.resolve(profile)) !== refused) continue;
        if (!(await this.run({ profile, refused: refused !== undefined }))) throw error;
      }
    }
  }

  /**
   * For what goes on in the background and found its credential refused: a notification instead of an input box in the person's
   * way, once for each credential. Who is not signed in at all sees that in the views.
   */
  async offer(profile: string): Promise<void> {
    const { profiles } = this.deps;
    await profiles.ready();
    const refused = profiles.get(profile)?.credential;
    if (refused === undefined || this.offered.has(refused) || this.asking.size > 0) return;
    this.offered.add(refused);
    await this.askAbout(profile, refused, this.lapsed(profile, refused));
  }

  /** Says that a token ends soon, with the way to another one. */
  async offerInTime(profile: string): Promise<void> {
    const { profiles } = this.deps;
    const credential = profiles.get(profile)?.credential;
    const ending = endWords(credential, Date.now());
    if (credential === undefined || ending === undefined || this.asking.size > 0) return;
    const message = `Your token${this.whose(profile)} ${ending}. With a new one before that, nothing is interrupted.`;
    await this.askAbout(profile, credential, message);
  }

  /** Shows `message` with the ways to a new credential in place of `old`. */
  private async askAbout(profile: string, old: string, message: string): Promise<void> {
    const { profiles, report } = this.deps;
    const create = 'Create New Token';
    const buttons = profiles.get(profile)?.widget === undefined ? ['Sign In'] : [create, 'Sign In'];
    const pressed = await vscode.window.showWarningMessage(message, ...buttons);
    if (pressed === undefined) return;
    try {
      // A notification cannot be taken back: this one may have become out of date while it stood there.
      const now = profiles.get(profiles.resolve(profile))?.credential;
      if (now !== undefined && now !== old)
        void vscode.window.showInformationMessage('You are signed in to Sigmic already.');
      else if (pressed === create)
        await vscode.commands.executeCommand('sigmic.createWidgetToken', { profile });
      else await this.run({ profile, refused: now !== undefined && this.offered.has(now) });
    } catch (error) {
      report(error, 'sign in');
    }
  }

  private whose(profile: string): string {
    const name = this.deps.profiles.shownName(profile);
    return name === undefined ? '' : ` of ${withoutLinks(name)}`;
  }

  private lapsed(profile: string, credential: string): string {
    const whose = this.whose(profile);
    const goesOn = 'Running tasks go on, but cannot be shown until you sign in again.';
    const end = tokenEnd(credential);
    if (end !== undefined && end <= Date.now()) return `Your token${whose} has ended. ${goesOn}`;
    return whose === ''
      ? `Sigmic no longer accepts your key. ${goesOn}`
      : `Sigmic no longer accepts the key${whose}. ${goesOn}`;
  }

  private async credentials(): Promise<ReadonlyMap<string, string | undefined>> {
    await this.deps.profiles.ready();
    return new Map(this.deps.profiles.all.map(({ id, credential }) => [id, credential]));
  }

  private async ask(wanted: Wanted): Promise<boolean> {
    const { profiles } = this.deps;
    const name = wanted.name ?? (wanted.profile && profiles.shownName(wanted.profile));
    const whose = name === undefined || name === '' ? 'in use' : `of ${name}`;
    let problem = wanted.refused === true ? `Sigmic did not accept the key ${whose}.` : undefined;
    const present = profiles.get(wanted.profile ?? profiles.target);
    const isReplaced = present?.source === 'stored' && present.credential !== undefined;
    for (;;) {
      const replaces = isReplaced ? present.name : undefined;
      const entered = await askForCredential({ problem, name, replaces });
      if (entered === undefined) return false;
      try {
        return await this.tryAndKeep(entered, wanted);
      } catch (error) {
        if (!isSigmicError(error, 'auth')) throw error;
        problem = 'Sigmic did not accept that key. Check that it was copied whole and was not revoked.';
      }
    }
  }

  /** Throws SigmicError('auth') when the server refuses it. A credential that could not be tried is the person's choice. */
  private async tryAndKeep(credential: string, wanted: Wanted): Promise<boolean> {
    const { profiles } = this.deps;
    const origin = profiles.origin();
    await profiles.ready();
    const known = profiles.get(wanted.profile ?? profiles.target);
    const isEnvironment = known?.source === 'environment';
    const asked = isEnvironment ? profiles.target : (wanted.profile ?? profiles.target);
    // Whoever asked may have meant a profile of the address before this one.
    const id = isFor(origin, asked) ? asked : defaultId(origin);
    for (;;) {
      const failure = await this.tryOut(origin, credential);
      if (failure === undefined) break;
      if (isSigmicError(failure, 'auth')) throw failure;
      if (isSigmicError(failure, 'cancelled')) return false;
      const choice = await askAboutFailure(failure);
      if (choice === 'keep') break;
      if (choice === 'giveUp') return false;
    }
    if (isEnvironment && wanted.refused === true) profiles.retireEnvironment();
    const { name, widget } = wanted;
    await profiles.store(id, credential, { ...(name !== undefined && { name }), ...(widget && { widget }) });
    this.offered.delete(credential);
    const isNew = known === undefined || isEnvironment;
    if (isNew || wanted.use === true || known.id === profiles.active.id) await profiles.use(id);
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
