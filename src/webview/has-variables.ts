import type { Model } from './model';

/** Whether the new task as it is composed now gets any variables. */
export function hasVariables({ draft, choices }: Pick<Model, 'draft' | 'choices'>): boolean {
  const chosen = choices.sets.find(({ name }) => name === draft.variables);
  return [chosen, choices.given].some((names) => names && names.env.length + names.secrets.length > 0);
}

/** Whether its files must follow in a second message (FilesFollow says so). */
export function filesMustFollow(model: Model): boolean {
  return model.head === undefined && sendsFiles(model) && hasVariables(model);
}

function sendsFiles({ composer: { files, folders } }: Model): boolean {
  const goes = files.some(({ secret, ticked }) => secret === undefined || ticked === true);
  return goes || folders.some(({ count }) => count > 0);
}
