import * as vscode from 'vscode';
import { oneLine, withoutIcons, withoutLinks } from '../../core/visible-text';
import { addProfile, describeProfile, manageProfile, type Choice, type ProfileDeps } from './manage-profiles';

/**
 * Uses another profile: the one that is named (by name or id), or the one that the person picks, who can also add, rename and
 * remove profiles here. Answers the name of the profile in use then; undefined when there is none of that name.
 */
export async function switchProfile(deps: ProfileDeps, nameOrId?: string): Promise<string | undefined> {
  const { profiles } = deps;
  await profiles.ready();
  if (nameOrId !== undefined) {
    const found = profiles.find(nameOrId);
    if (found === undefined) {
      void vscode.window.showWarningMessage(`There is no profile "${withoutLinks(oneLine(nameOrId))}".`);
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

function choices(deps: ProfileDeps): Choice[] {
  const { profiles, signIn } = deps;
  const { active } = profiles;
  const listed = profiles.all.map((profile): Choice => {
    const inUse = profile.id === active.id;
    return {
      label: withoutIcons(profile.name),
      iconPath: new vscode.ThemeIcon(inUse ? 'check' : 'account'),
      description: [inUse ? 'in use' : '', describeProfile(profile)].filter((part) => part !== '').join(', '),
      run: async () => {
        await profiles.use(profile.id);
        if (profile.credential === undefined) await signIn.run({ profile: profile.id });
      },
    };
  });
  const separator: Choice = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const stored = profiles.all.filter(({ source }) => source === 'stored');
  const manage: Choice = {
    iconPath: new vscode.ThemeIcon('edit'),
    label: 'Rename, Sign Out or Remove...',
    run: () => manageProfile(deps, stored),
  };
  return [
    ...listed,
    separator,
    { iconPath: new vscode.ThemeIcon('add'), label: 'Add Profile...', run: () => addProfile(deps) },
    ...(stored.length > 0 ? [manage] : []),
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
  ];
}
