import * as vscode from 'vscode';
import { maxRecipeSize, parseRecipe, type Recipe } from './recipe';

export interface RecipeFile {
  readonly uri: vscode.Uri;
  /** The folder that its globs are meant in. */
  readonly folder: vscode.Uri;
  /** Undefined when `problem` says what is wrong with it. */
  readonly recipe: Recipe | undefined;
  readonly problem: string;
}

/** The recipes of all workspace folders, by name; broken ones last. */
export async function findRecipes(): Promise<readonly RecipeFile[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(({ uri }) => recipesIn(uri)));
  const nameOf = ({ recipe, uri }: RecipeFile): string => recipe?.name ?? `\uFFFF${uri.path}`;
  return found.flat().sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

/** Reads one recipe. What cannot be read is a broken recipe. */
export async function readRecipe(uri: vscode.Uri): Promise<RecipeFile> {
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..', '..');
  const broken = (problem: string): RecipeFile => ({ uri, folder, recipe: undefined, problem });
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > maxRecipeSize) return broken('It is too large for a recipe.');
    const parsed = parseRecipe(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    return 'recipe' in parsed ? { uri, folder, recipe: parsed.recipe, problem: '' } : broken(parsed.problem);
  } catch {
    return broken('It cannot be read.');
  }
}

async function recipesIn(folder: vscode.Uri): Promise<readonly RecipeFile[]> {
  const home = vscode.Uri.joinPath(folder, '.sigmic');
  // Most workspaces have none.
  const entries = await vscode.workspace.fs.readDirectory(home).then(
    (all) => all,
    () => [],
  );
  const names = entries.filter(
    ([name, type]) => name.endsWith('.json') && (type & vscode.FileType.File) !== 0,
  );
  return Promise.all(names.map(([name]) => readRecipe(vscode.Uri.joinPath(home, name))));
}
