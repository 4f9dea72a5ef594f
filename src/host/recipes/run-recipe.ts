import * as v from 'valibot';
import * as vscode from 'vscode';
import { oneLine, shorten, withoutIcons, withoutLinks } from '../../core/visible-text';
import type { HostServices } from '../services';
import { chooseSet } from './choose-set';
import { findRecipes, readRecipe, type RecipeFile } from './find-recipes';
import type { RecipeSources } from './index';
import { newRecipe } from './new-recipe';
import { taskOf } from './recipe';

const OptionsSchema = v.optional(
  v.object({ submit: v.optional(v.boolean(), false), variables: v.optional(v.string()) }),
  {},
);
type Options = v.InferOutput<typeof OptionsSchema>;

/** Runs the recipe of this URI or name, or the one that the person picks; tells when that failed. */
export async function runRecipe(
  services: HostServices,
  sources: RecipeSources,
  which: unknown,
  given: unknown,
): Promise<unknown> {
  try {
    const options = v.parse(OptionsSchema, given);
    const file = await choose(which);
    return file && (await composeFrom(services, sources, file, options));
  } catch (error) {
    services.report(error, 'run the recipe');
    return undefined;
  }
}

async function composeFrom(
  { profileId }: HostServices,
  { variables, attachments, compose }: RecipeSources,
  { uri, folder, recipe, problem }: RecipeFile,
  options: Options,
): Promise<unknown> {
  if (recipe === undefined) {
    tellBroken(uri, problem);
    return undefined;
  }
  const { name, variables: needed, files } = recipe;
  const asks = needed.length > 0 && options.variables === undefined;
  const set = asks ? await chooseSet(variables, profileId(), name, needed) : options.variables;
  if (asks && set === undefined) return undefined;
  const { isTrusted } = vscode.workspace;
  const task = taskOf(recipe, { submit: options.submit, isTrusted, variables: set ?? undefined });
  return compose(task, files.length > 0 ? attachments.fromGlobs(folder, files) : undefined);
}

/** The recipe of this URI or name, or the one that the person picks; undefined when there is none. */
async function choose(which: unknown): Promise<RecipeFile | undefined> {
  if (which instanceof vscode.Uri) return readRecipe(which);
  const all = await findRecipes();
  if (all.length === 0) {
    tellNone();
    return undefined;
  }
  if (typeof which !== 'string') return pick(all);
  const named = all.filter(({ recipe }) => recipe?.name === which);
  if (named.length > 1) return pick(named);
  if (named.length === 0)
    void vscode.window.showWarningMessage(
      `This workspace has no recipe "${withoutLinks(shorten(oneLine(which), 80))}".`,
    );
  return named[0];
}

async function pick(files: readonly RecipeFile[]): Promise<RecipeFile | undefined> {
  const items = files.map((file) => {
    const description = line(vscode.workspace.asRelativePath(file.uri, true), 200);
    return file.recipe === undefined
      ? {
          label: 'Broken recipe',
          iconPath: new vscode.ThemeIcon('warning'),
          description,
          detail: line(file.problem, 200),
          file,
        }
      : { label: line(file.recipe.name, 80), description, detail: line(file.recipe.message, 120), file };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Run Recipe',
    placeHolder: 'Fills the composer of a new task; nothing is sent yet',
    matchOnDescription: true,
  });
  return picked?.file;
}

function line(text: string, limit: number): string {
  return shorten(withoutIcons(oneLine(text)), limit);
}

function tellBroken(uri: vscode.Uri, problem: string): void {
  const open = 'Open File';
  const name = withoutLinks(oneLine(vscode.workspace.asRelativePath(uri)));
  void vscode.window
    .showErrorMessage(`The recipe ${name} is broken. ${withoutLinks(oneLine(problem))}`, open)
    .then((pressed) => (pressed === open ? vscode.window.showTextDocument(uri) : undefined));
}

function tellNone(): void {
  const create = 'New Recipe';
  void vscode.window
    .showInformationMessage(
      'There are no recipes here. A recipe is a file in the folder .sigmic that describes a task.',
      create,
    )
    .then((pressed) => (pressed === create ? newRecipe() : undefined));
}
