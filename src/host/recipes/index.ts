import type * as vscode from 'vscode';
import type { Attached, AttachmentSource } from '../attachment';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import type { VariableSource } from '../variable-source';
import type { RecipeTask } from './recipe';

/** What other wings do for recipes. */
export interface RecipeSources {
  readonly variables: VariableSource;
  readonly attachments: Pick<AttachmentSource, 'fromGlobs'>;
  /** Fills the composer of a new task with it and these files; answers its id when it was submitted. */
  readonly compose: (task: RecipeTask, attaching?: Promise<Attached>) => Promise<string | undefined>;
}

/**
 * Recipes, tasks that a workspace suggests in `.sigmic/*.json`: `sigmic.runRecipe(nameOrUri?, {submit?, variables?})` fills the
 * composer of a new task and answers its id if it was submitted, which only the command's argument can ask for.
 */
export function registerRecipes(services: HostServices, sources: RecipeSources): vscode.Disposable {
  const registerCommand = commandPart(services, () => import('./run-recipe'));
  return registerCommand('sigmic.runRecipe', ({ runRecipe }, which, given) =>
    runRecipe(services, sources, which, given),
  );
}
