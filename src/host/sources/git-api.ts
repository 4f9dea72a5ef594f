import * as v from 'valibot';
import * as vscode from 'vscode';
import { gitDiff } from './git-diff';

const UriSchema = v.custom<vscode.Uri>((value) => value instanceof vscode.Uri);
const ChangesSchema = v.array(v.object({ uri: UriSchema, status: v.number() }));

/** What is used of a repository of VS Code's git extension (its API, version 1). */
const RepositorySchema = v.object({
  rootUri: UriSchema,
  state: v.object({
    indexChanges: ChangesSchema,
    workingTreeChanges: ChangesSchema,
    /** Absent in older versions; in use when git.untrackedChanges is "separate". */
    untrackedChanges: v.optional(ChangesSchema),
  }),
  status: v.function(),
});
export type Repository = v.InferInput<typeof RepositorySchema>;

const ExtensionSchema = v.object({ enabled: v.boolean(), getAPI: v.function() });
const ApiSchema = v.object({
  git: v.object({ path: v.string() }),
  state: v.string(),
  onDidChangeState: v.function(),
  repositories: v.array(v.unknown()),
  getRepository: v.function(),
});
export type GitApi = v.InferInput<typeof ApiSchema>;

/** The git extension's API once it has looked for repositories; undefined when git is missing or turned off. */
export async function gitApi(): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<unknown>('vscode.git');
  const exported = await extension?.activate();
  // `v.is` checks in place: a copy would lose the objects' own methods.
  if (!v.is(ExtensionSchema, exported) || !exported.enabled) return undefined;
  const api = exported.getAPI(1);
  if (!v.is(ApiSchema, api)) return undefined;
  if (api.state !== 'initialized') await new Promise<unknown>((done) => api.onDidChangeState(done));
  return api;
}

/** The repository that has this file or folder. */
export function repositoryOf(api: GitApi, uri: vscode.Uri): Repository | undefined {
  const found = api.getRepository(uri);
  return v.is(RepositorySchema, found) ? found : undefined;
}

export function repositoriesOf(api: GitApi): readonly Repository[] {
  return api.repositories.filter((repository) => v.is(RepositorySchema, repository));
}

/**
 * The staged changes or those that are not staged, as git's own patch. The API's `diff` answers a text, in the person's colours
 * and without the bytes that are not UTF-8: so its git is asked itself.
 */
export async function patchOf({ git }: GitApi, repository: Repository, staged: boolean): Promise<Buffer> {
  await repository.status();
  return gitDiff(git.path, repository.rootUri.fsPath, staged);
}

/** Files that git does not know yet: no patch has them. */
export function untrackedIn({ state }: Repository): readonly vscode.Uri[] {
  // The number is part of the API: Status.UNTRACKED.
  const mixed = state.workingTreeChanges.filter(({ status }) => status === 7);
  return [...mixed, ...(state.untrackedChanges ?? [])].map(({ uri }) => uri);
}
