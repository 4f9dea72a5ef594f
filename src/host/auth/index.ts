import * as vscode from 'vscode';
import { loadPart, systemClock } from '../../core/api';
import { isActive } from '../../core/session/state';
import { withoutLinks } from '../../core/visible-text';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import type { VariableSource } from '../variable-source';
import { askWhichSignIn } from './ask';
import type { ProfileClients } from './profile-clients';
import type { Profiles } from './profiles';
import type { SignIn } from './sign-in';
import { StatusItem } from './status-item';
import type { TaskProfiles } from './task-profiles';
import { TokenWatch } from './token-watch';
import type { SetsInUse } from './widget-token-questions';

export { treeAccount } from './tree-account';

/** The public documents speak of "the Console" without an address of its own. */
const consoleUrl = 'https://sigmic.ai';

interface AuthDeps {
  readonly profiles: Profiles;
  readonly taskProfiles: TaskProfiles;
  readonly clients: ProfileClients;
  readonly signIn: SignIn;
  readonly variables: Pick<VariableSource, 'list' | 'values'> & {
    /** The profile is about to be gone: nobody could see, use or delete its sets any more. */
    forget(profileId: string): Promise<void>;
  };
}

/** Profiles, signing in and out: by command, and when a running task finds its key refused. */
export function registerAuth(services: HostServices, deps: AuthDeps): vscode.Disposable {
  const { profiles, taskProfiles, clients, signIn, variables } = deps;
  const { front, sessions, report } = services;
  const statusItem = new StatusItem(profiles);
  const runs = (id: string): boolean =>
    sessions.all.some(({ taskId, head }) => isActive(head.status) && clients.of(taskId) === id);
  const tokens = new TokenWatch({
    clock: systemClock,
    profiles: () => profiles.all,
    ending: (id) => {
      if (id === profiles.active.id || runs(id)) void signIn.offerInTime(id);
    },
    ended: (id) => {
      if (runs(id)) void signIn.offer(id);
    },
  });
  const sets: SetsInUse = {
    list: () => variables.list(profiles.active.id),
    values: (name) => variables.values(profiles.active.id, name),
  };
  const removed = async (id: string): Promise<void> => {
    await variables.forget(id);
    taskProfiles.forget(id);
  };
  const stopListening = sessions.onUpdate(({ taskId }, update) => {
    if (update.connection?.kind === 'signedOut') void signIn.offer(clients.of(taskId));
  });

  /** Who is signed in already is asked whether the key goes for that. */
  const askToSignIn = async (profile: string | undefined): Promise<boolean> => {
    await profiles.ready();
    const { active } = profiles;
    if (profile === undefined && active.source === 'stored' && active.credential !== undefined) {
      const choice = await askWhichSignIn(active.name);
      if (choice === undefined) return false;
      if (choice === 'add') {
        const { addProfile } = await loadPart(() => import('./manage-profiles'));
        return addProfile({ profiles, signIn, removed });
      }
    }
    return signIn.run({ profile, use: true });
  };

  /** `key`: one to keep without asking, or `{profile}` whose key is to be asked for. `name`: the profile it is for. */
  const runSignIn = async (key?: unknown, name?: unknown): Promise<boolean> => {
    try {
      if (typeof key !== 'string') return await askToSignIn(profileOf(key));
      await profiles.ready();
      const found = typeof name === 'string' ? profiles.find(name) : undefined;
      if (found !== undefined) return await signIn.accept(key, { profile: found.id, use: true });
      if (typeof name !== 'string' || name.trim() === '') return await signIn.accept(key);
      return await signIn.accept(key, { profile: profiles.nextId(), name: name.trim() });
    } catch (error) {
      report(error, 'sign in');
      return false;
    }
  };

  const signOut = async (nameOrId?: unknown): Promise<void> => {
    try {
      await profiles.ready();
      const found = typeof nameOrId === 'string' ? profiles.find(nameOrId) : profiles.active;
      if (found === undefined) return;
      const name = profiles.shownName(found.id);
      if (found.source === 'environment') tellEnvironmentStays();
      else if (found.credential === undefined) tellNotSignedIn(name);
      else {
        await profiles.forget(found.id);
        tellSignedOut(name, profiles.source === 'environment');
      }
    } catch (error) {
      report(error, 'sign out');
    }
  };

  const registerWidgetToken = commandPart(services, () => import('./create-widget-token'));
  return vscode.Disposable.from(
    statusItem,
    tokens,
    { dispose: stopListening },
    profiles.onDidChangeProfiles((changed) => {
      statusItem.update();
      tokens.update();
      if (changed.size > 0) sessions.reopen((taskId) => clients.concerns(taskId, changed));
    }),
    front.registerCommand('sigmic.signIn', runSignIn),
    front.registerCommand('sigmic.signOut', signOut),
    front.registerCommand('sigmic.switchProfile', async (nameOrId?: unknown) => {
      try {
        const wanted = typeof nameOrId === 'string' ? nameOrId : undefined;
        const { switchProfile } = await loadPart(() => import('./switch-profile'));
        return await switchProfile({ profiles, signIn, removed }, wanted);
      } catch (error) {
        report(error, 'switch the profile');
        return undefined;
      }
    }),
    registerWidgetToken('sigmic.createWidgetToken', ({ createWidgetToken }, argument) =>
      createWidgetToken({ services, profiles, signIn, sets }, argument),
    ),
    front.registerCommand('sigmic.openConsole', () => vscode.env.openExternal(vscode.Uri.parse(consoleUrl))),
  );
}

function profileOf(argument: unknown): string | undefined {
  const id: unknown =
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'profile') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function tellEnvironmentStays(): void {
  const message = 'SIGMIC_API_KEY in the environment stays in use: remove it there to sign out.';
  void vscode.window.showInformationMessage(message);
}

function tellNotSignedIn(name: string | undefined): void {
  const what = name === undefined ? 'Sigmic' : `"${withoutLinks(name)}"`;
  void vscode.window.showInformationMessage(`You are not signed in to ${what}.`);
}

function tellSignedOut(name: string | undefined, environmentServes: boolean): void {
  const what = name === undefined ? 'Sigmic' : `"${withoutLinks(name)}"`;
  const next = environmentServes ? ' SIGMIC_API_KEY in the environment is used from now on.' : '';
  const message = `Signed out of ${what}. The key is forgotten on this computer.${next}`;
  void vscode.window.showInformationMessage(message);
}
