import * as vscode from 'vscode';
import { withoutIcons } from '../../core/visible-text';
import type { StoredProfile } from './credentials';
import type { Profiles } from './profiles';
import type { SignIn } from './sign-in';
import { endWords } from './words';

const longestName = 40;

interface Deps {
  readonly profiles: Profiles;
  readonly signIn: SignIn;
  /** The profile is about to be forgotten, with what is remembered under it. */
  readonly removed: (id: string) => void;
}

interface Choice extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

/**
 * Uses another profile: the one that is named (by name or id), or the one that the person picks, who can also add, rename and
 * remove profiles here. Answers the name of the profile in use then; undefined when there is none of that name.
 */
export async function switchProfile(deps: Deps, nameOrId?: string): Promise<string | undefined> {
  const { profiles } = deps;
  await profiles.ready();
  if (nameOrId !== undefined) {
    const found = profiles.find(nameOrId);
    if (found === undefined) {
      void vscode.window.showWarningMessage(`There is no profile "${withoutIcons(nameOrId)}".`);
      return undefined;
    }
    await profiles.use(found.id);
    return found.name;
  }
  const picked = await vscode.window.showQuickPick<Choice>(choices(deps), {
    title: 'Sigmic Profiles',
    placeHolder: 'A profile is a key or token of one project. Chats keep theirs when you switch',
    matchOnDescription: true,
  });
  await picked?.run?.();
  return profiles.active.name;
}

function choices(deps: Deps): Choice[] {
  const { profiles, signIn } = deps;
  const { active } = profiles;
  const listed = profiles.all.map((profile): Choice => {
    const inUse = profile.id === active.id;
    return {
      label: withoutIcons(profile.name),
      iconPath: new vscode.ThemeIcon(inUse ? 'check' : 'account'),
      description: [inUse ? 'in use' : '', describe(profile)].filter((part) => part !== '').join(', '),
      run: async () => {
        await profiles.use(profile.id);
        if (profile.credential === undefined) await signIn.run({ profile: profile.id });
      },
    };
  });
  const separator: Choice = { label: '', kind: vscode.QuickPickItemKind.Separator };
  return [
    ...listed,
    separator,
    { iconPath: new vscode.ThemeIcon('add'), label: 'Add Profile...', run: () => addProfile(deps) },
    {
      iconPath: new vscode.ThemeIcon('key'),
      label: 'Create Widget Token...',
      detail: 'To work as an end user of a widget app',
      run: () => vscode.commands.executeCommand('sigmic.createWidgetToken'),
    },
    {
      iconPath: new vscode.ThemeIcon('link-external'),
      label: 'Open Console',
      detail: 'Where keys, projects and MCP servers are made',
      run: () => vscode.commands.executeCommand('sigmic.openConsole'),
    },
    ...(active.source === 'stored' ? [separator, ...forActive(deps, active)] : []),
  ];
}

function forActive(deps: Deps, profile: StoredProfile): Choice[] {
  const name = withoutIcons(profile.name);
  const isIn = profile.credential !== undefined;
  return [
    {
      iconPath: new vscode.ThemeIcon('edit'),
      label: `Rename "${name}"...`,
      run: () => renameProfile(deps, profile),
    },
    isIn
      ? {
          iconPath: new vscode.ThemeIcon('sign-out'),
          label: `Sign Out of "${name}"`,
          run: () => vscode.commands.executeCommand('sigmic.signOut', profile.id),
        }
      : {
          iconPath: new vscode.ThemeIcon('sign-in'),
          label: `Sign In to "${name}"...`,
          run: () => deps.signIn.run({ profile: profile.id }),
        },
    {
      iconPath: new vscode.ThemeIcon('trash'),
      label: `Remove "${name}"...`,
      run: () => removeProfile(deps, profile),
    },
  ];
}

function describe({ source, credential, widget }: StoredProfile): string {
  if (source === 'environment') return 'from the environment';
  if (credential === undefined) return 'signed out';
  const ending = endWords(credential, Date.now());
  const what = ending === undefined ? 'key' : `token, ${ending}`;
  return widget === undefined ? what : `${what}, as ${withoutIcons(widget.endUserId)}`;
}

async function addProfile({ profiles, signIn }: Deps): Promise<void> {
  const name = await askForName(profiles, 'Add Profile', undefined);
  if (name !== undefined) await signIn.run({ profile: profiles.nextId(), name });
}

async function renameProfile({ profiles }: Deps, { id, name }: StoredProfile): Promise<void> {
  const entered = await askForName(profiles, 'Rename Profile', name);
  if (entered !== undefined) await profiles.rename(id, entered);
}

async function removeProfile({ profiles, removed }: Deps, { id, name }: StoredProfile): Promise<void> {
  const remove = 'Remove';
  const pressed = await vscode.window.showWarningMessage(
    `Remove the profile "${name}"?`,
    { modal: true, detail: 'Its key is forgotten on this computer. Its tasks stay at Sigmic.' },
    remove,
  );
  if (pressed !== remove) return;
  removed(id);
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
