import * as vscode from 'vscode';
import { withoutIcons } from '../../core/visible-text';
import type { StoredProfile } from './credentials';
import type { Profiles } from './profiles';
import type { SignIn } from './sign-in';
import { endWords } from './words';

const longestName = 40;

export interface ProfileDeps {
  readonly profiles: Profiles;
  readonly signIn: SignIn;
  /** The profile is about to be forgotten, with what is remembered under it. */
  readonly removed: (id: string) => Promise<void>;
}

/** A row of a quick pick that does something. */
export interface Choice extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

/** Lets the person pick one of `stored`, and what to do with it. */
export async function manageProfile(deps: ProfileDeps, stored: readonly StoredProfile[]): Promise<void> {
  const rows = stored.map((profile) => ({
    iconPath: new vscode.ThemeIcon('account'),
    label: withoutIcons(profile.name),
    description: describeProfile(profile),
    profile,
  }));
  const row =
    rows.length === 1 ? rows[0] : await vscode.window.showQuickPick(rows, { title: 'Which Profile?' });
  if (row === undefined) return;
  const picked = await vscode.window.showQuickPick<Choice>(deeds(deps, row.profile), {
    title: `Profile: ${row.profile.name}`,
  });
  await picked?.run?.();
}

function deeds(deps: ProfileDeps, profile: StoredProfile): Choice[] {
  const { id, credential } = profile;
  const row = (icon: string, label: string, run: () => unknown): Choice => ({
    iconPath: new vscode.ThemeIcon(icon),
    label,
    run,
  });
  return [
    row('edit', 'Rename...', () => renameProfile(deps, profile)),
    credential === undefined
      ? row('sign-in', 'Sign In...', () => deps.signIn.run({ profile: id }))
      : row('sign-out', 'Sign Out', () => vscode.commands.executeCommand('sigmic.signOut', id)),
    row('trash', 'Remove...', () => removeProfile(deps, profile)),
  ];
}

/** What a profile holds, in a few words. */
export function describeProfile({ source, credential, widget }: StoredProfile): string {
  if (source === 'environment') return 'from the environment';
  if (credential === undefined) return 'signed out';
  const ending = endWords(credential, Date.now());
  const what = ending === undefined ? 'key' : `token, ${ending}`;
  return widget === undefined ? what : `${what}, as ${withoutIcons(widget.endUserId)}`;
}

/** Asks for a name and a key; resolves with whether there is a new profile. */
export async function addProfile({ profiles, signIn }: ProfileDeps): Promise<boolean> {
  const name = await askForName(profiles, 'Add Profile', undefined);
  return name !== undefined && (await signIn.run({ profile: profiles.nextId(), name }));
}

async function renameProfile({ profiles }: ProfileDeps, { id, name }: StoredProfile): Promise<void> {
  const entered = await askForName(profiles, 'Rename Profile', name);
  if (entered !== undefined) await profiles.rename(id, entered);
}

async function removeProfile({ profiles, removed }: ProfileDeps, { id, name }: StoredProfile): Promise<void> {
  const remove = 'Remove';
  const pressed = await vscode.window.showWarningMessage(
    `Remove the profile "${name}"?`,
    {
      modal: true,
      detail: 'Its key and its sets of variables are forgotten on this computer. Its tasks stay at Sigmic.',
    },
    remove,
  );
  if (pressed !== remove) return;
  await removed(id);
  await profiles.remove(id);
}

/** A name that no other profile has; undefined when the person gives up. */
export async function askForName(
  profiles: Profiles,
  title: string,
  present: string | undefined,
): Promise<string | undefined> {
  const entered = await vscode.window.showInputBox({
    title,
    prompt: 'A name for the project or account that its key is for',
    ...(present !== undefined && { value: present }),
    ignoreFocusOut: true,
    validateInput: (value) => nameProblem(profiles, value.trim(), present),
  });
  const name = entered?.trim();
  return name === '' ? undefined : name;
}

function nameProblem(profiles: Profiles, name: string, present: string | undefined): string | undefined {
  if (name.length > longestName) return `A name has at most ${longestName} characters.`;
  const other = name === '' ? undefined : profiles.find(name);
  return other === undefined || other.name === present ? undefined : 'Another profile has this name.';
}
