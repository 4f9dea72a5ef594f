import * as vscode from 'vscode';
import { oneLine, withoutIcons } from '../../core/visible-text';
import type { VariableSetView, VariableSource } from '../variable-source';

/** The variables of `needed` that the set does not have. */
function missingIn({ env, secrets }: VariableSetView, needed: readonly string[]): readonly string[] {
  return needed.filter((name) => !env.includes(name) && !secrets.includes(name));
}

/**
 * Asks which set a recipe gets: a workspace's file never chooses secrets by itself. Answers null for none, undefined when the
 * person leaves.
 */
export async function chooseSet(
  variables: VariableSource,
  profileId: string,
  recipe: string,
  needed: readonly string[],
): Promise<string | null | undefined> {
  for (;;) {
    const sets = variables
      .list(profileId)
      .map((set) => ({ set, missing: missingIn(set, needed) }))
      .sort((a, b) => a.missing.length - b.missing.length);
    const items = sets.map(({ set, missing }) => ({
      label: withoutIcons(set.name),
      description: missing.length === 0 ? 'has all of them' : `has no ${missing.join(', ')}`,
      name: set.name,
    }));
    const none = { label: 'No Variables', iconPath: new vscode.ThemeIcon('circle-slash'), name: null };
    const manage = { label: 'Manage Variables...', iconPath: new vscode.ThemeIcon('gear'), name: undefined };
    const picked = await vscode.window.showQuickPick([...items, none, manage], {
      title: `Variables for "${oneLine(recipe)}"`,
      placeHolder: `It needs ${needed.join(', ')}. Which set may it have?`,
      ignoreFocusOut: true,
    });
    if (picked !== manage) return picked?.name;
    await vscode.commands.executeCommand('sigmic.manageVariables');
  }
}
