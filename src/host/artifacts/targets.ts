import { SigmicError, type Artifact } from '../../core/api';
import { makeVisible } from '../../core/visible-text';
import { cleanPath } from '../platform/artifact-path';
import type { ArtifactListings } from '../platform/artifact-listings';

/** Files of one task: by path, by folder (a path that ends with `/`), or all of them (`undefined`). */
export interface Target {
  readonly taskId: string;
  readonly paths: readonly string[] | undefined;
}

/** The files that a target means, by clean path. */
export interface TargetFiles {
  readonly taskId: string;
  readonly files: ReadonlyMap<string, Artifact>;
}

/**
 * From a command's arguments, `(taskId, path | paths?)`, or from the nodes that VS Code hands to a command of the tree's menu: the
 * one under the pointer, and all that are selected. Throws TypeError for anything else.
 */
export function targetsOf(first: unknown, second?: unknown): readonly Target[] {
  if (typeof first === 'string' && first !== '') return [{ taskId: first, paths: pathsOf(second) }];
  const selected: readonly unknown[] = Array.isArray(second) && second.length > 0 ? second : [first];
  const byTask = new Map<string, Target>();
  for (const target of selected.map(targetOfNode)) {
    const known = byTask.get(target.taskId);
    const all = known !== undefined && (known.paths === undefined || target.paths === undefined);
    const paths = all ? undefined : [...(known?.paths ?? []), ...(target.paths ?? [])];
    byTask.set(target.taskId, known === undefined ? target : { taskId: target.taskId, paths });
  }
  return [...byTask.values()];
}

/** A command that takes one file. Throws TypeError. */
export function oneTargetOf(first: unknown, second?: unknown): { taskId: string; path: string } {
  const [target] = targetsOf(first, typeof first === 'string' ? second : undefined);
  const path = target?.paths?.[0];
  if (target === undefined || path === undefined)
    throw new TypeError('Expected the id of a task and the path of one of its files.');
  return { taskId: target.taskId, path };
}

/**
 * The files as the server lists them: now, if one is not in the listing that is known (an agent may have just written it).
 * Throws what `list` throws, and SigmicError('invalid') for a path that the task does not have.
 */
export async function findFiles(
  listings: Pick<ArtifactListings, 'list'>,
  { taskId, paths }: Target,
  options: { fresh?: boolean } = {},
): Promise<TargetFiles> {
  const listed = await listings.list(taskId, options);
  if (paths === undefined) return { taskId, files: listed };
  const files = new Map<string, Artifact>();
  for (const path of paths) {
    const folder = path.endsWith('/') ? cleanPath(path.slice(0, -1)) : undefined;
    const clean = folder ?? cleanPath(path);
    const found = [...listed].filter(([name]) =>
      folder === undefined ? name === clean : name.startsWith(`${folder}/`),
    );
    if (found.length === 0) {
      if (options.fresh !== true && clean !== undefined)
        return findFiles(listings, { taskId, paths }, { fresh: true });
      throw notThere(path);
    }
    for (const [name, file] of found) files.set(name, file);
  }
  return { taskId, files };
}

function notThere(path: string): SigmicError {
  return new SigmicError('invalid', `The task has no file "${makeVisible(path)}".`, {
    code: 'NO_SUCH_FILE',
    sent: false,
  });
}

function pathsOf(given: unknown): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const paths: readonly unknown[] = Array.isArray(given) ? given : [given];
  const strings = paths.filter((path) => typeof path === 'string');
  if (strings.length !== paths.length)
    throw new TypeError('Expected the path of a file of the task, or a list of them.');
  return strings;
}

function targetOfNode(node: unknown): Target {
  const field = (name: string): unknown =>
    typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
  const taskId = field('taskId');
  const path = field('path');
  if (typeof taskId !== 'string' || taskId === '')
    throw new TypeError('Expected the id of a task, or something that has it.');
  if (typeof path !== 'string') return { taskId, paths: undefined };
  return { taskId, paths: [field('kind') === 'folder' ? `${path}/` : path] };
}
