import * as vscode from 'vscode';
import { shorten, oneLine, withoutIcons } from '../../core/visible-text';
import { askSetName, askValue, askVariable } from './ask';
import type { VariableSet } from './stored-sets';
import type { VariableSets } from './variable-sets';

export interface ManageDeps {
  readonly sets: VariableSets;
  readonly profileId: () => string;
  /** Asks for a .env file and takes it into this set. */
  readonly importInto: (set: string) => Promise<unknown>;
}

interface Item extends vscode.QuickPickItem {
  readonly run?: () => Promise<unknown>;
}

/** Shows the sets, or one of them, until the person leaves; Escape goes back one step. */
export async function manageVariables(deps: ManageDeps, set?: string): Promise<void> {
  if (set !== undefined) return manageSet(deps, set);
  for (;;) {
    const sets = deps.sets.sets(deps.profileId());
    const items = sets.map((each): Item => ({
      label: withoutIcons(each.name),
      iconPath: new vscode.ThemeIcon('symbol-namespace'),
      description: countWords(each.env.length, each.secrets.length),
      run: () => manageSet(deps, each.name),
    }));
    const picked = await choose(
      'Variables',
      'Sets of variables that a task can be given when it is created',
      items,
      [{ label: 'New Set...', iconPath: new vscode.ThemeIcon('add'), run: () => createSet(deps) }],
    );
    if (picked === undefined) return;
    await picked();
  }
}

/** "2 variables, 1 secret". */
export function countWords(env: number, secrets: number): string {
  const parts = [
    ...(env > 0 || secrets === 0 ? [`${env} ${env === 1 ? 'variable' : 'variables'}`] : []),
    ...(secrets > 0 ? [`${secrets} ${secrets === 1 ? 'secret' : 'secrets'}`] : []),
  ];
  return parts.join(', ');
}

async function createSet(deps: ManageDeps): Promise<void> {
  const name = await askSetName(deps.sets.sets(deps.profileId()));
  if (name === undefined) return;
  await deps.sets.create(deps.profileId(), name);
  await manageSet(deps, name);
}

async function manageSet(deps: ManageDeps, name: string): Promise<void> {
  const { sets, profileId } = deps;
  let id = sets.sets(profileId()).find((set) => set.name === name)?.id;
  while (id !== undefined) {
    const set = sets.sets(profileId()).find((each) => each.id === id);
    if (set === undefined) return;
    const picked = await choose(
      `Variables: ${set.name}`,
      'Choose a variable to change it',
      [
        ...set.env.map(([variable, value]): Item => ({
          label: variable,
          iconPath: new vscode.ThemeIcon('symbol-variable'),
          description: shorten(withoutIcons(oneLine(value)), 60),
          run: () => manageVariable(deps, set, variable, 'env'),
        })),
        ...set.secrets.map((variable): Item => ({
          label: variable,
          iconPath: new vscode.ThemeIcon('lock'),
          description: 'secret',
          run: () => manageVariable(deps, set, variable, 'secret'),
        })),
      ],
      [
        {
          label: 'Add Secret...',
          iconPath: new vscode.ThemeIcon('add'),
          run: () => add(deps, set, 'secret'),
        },
        { label: 'Add Variable...', iconPath: new vscode.ThemeIcon('add'), run: () => add(deps, set, 'env') },
        {
          label: 'Import from .env File...',
          iconPath: new vscode.ThemeIcon('go-to-file'),
          run: () => deps.importInto(set.name),
        },
        { label: 'Rename Set...', iconPath: new vscode.ThemeIcon('edit'), run: () => rename(deps, set) },
        { label: 'Delete Set...', iconPath: new vscode.ThemeIcon('trash'), run: () => deleteSet(deps, set) },
      ],
    );
    if (picked === undefined) id = undefined;
    else await picked();
  }
}

async function add({ sets, profileId }: ManageDeps, set: VariableSet, kind: 'env' | 'secret'): Promise<void> {
  const variable = await askVariable(set, kind);
  if (variable !== undefined) await sets.put(profileId(), set.id, [variable]);
}

async function rename({ sets, profileId }: ManageDeps, set: VariableSet): Promise<void> {
  const name = await askSetName(sets.sets(profileId()), set.name);
  if (name !== undefined) await sets.rename(profileId(), set.id, name);
}

async function deleteSet({ sets, profileId }: ManageDeps, set: VariableSet): Promise<void> {
  const count = countWords(set.env.length, set.secrets.length);
  const pressed = await vscode.window.showWarningMessage(
    `Delete the set "${set.name}" with its values (${count})?`,
    { modal: true, detail: 'This cannot be undone. Tasks that were given them keep them.' },
    'Delete',
  );
  if (pressed === 'Delete') await sets.delete(profileId(), set.id);
}

async function manageVariable(
  { sets, profileId }: ManageDeps,
  set: VariableSet,
  name: string,
  kind: 'env' | 'secret',
): Promise<void> {
  const known = set.env.find(([each]) => each === name)?.[1];
  const put = async (as: 'env' | 'secret', value: string | undefined): Promise<void> => {
    if (value !== undefined) await sets.put(profileId(), set.id, [{ name, kind: as, value }]);
  };
  const picked = await choose(name, kind === 'secret' ? 'A secret: its value is never shown' : 'A variable', [
    {
      label: 'Change Value...',
      iconPath: new vscode.ThemeIcon('edit'),
      run: async () => put(kind, await askValue(name, kind, known)),
    },
    ...(known === undefined
      ? []
      : [
          {
            label: 'Make It a Secret',
            iconPath: new vscode.ThemeIcon('lock'),
            run: () => put('secret', known),
          },
        ]),
    {
      label: 'Remove',
      iconPath: new vscode.ThemeIcon('trash'),
      run: () => sets.remove(profileId(), set.id, name),
    },
  ]);
  await picked?.();
}

/** What was chosen, to be done; undefined when the person leaves. */
async function choose(
  title: string,
  placeHolder: string,
  items: readonly Item[],
  actions: readonly Item[] = [],
): Promise<(() => Promise<unknown>) | undefined> {
  const line: Item = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const all = items.length > 0 && actions.length > 0 ? [...items, line, ...actions] : [...items, ...actions];
  const picked = await vscode.window.showQuickPick(all, { title, placeHolder });
  return picked?.run;
}
