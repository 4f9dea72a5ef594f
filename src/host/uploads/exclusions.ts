import * as v from 'valibot';
import { globMatcher, type PathMatcher } from '../platform/glob';

/** A rule of `files.exclude` may hold only beside a sibling: `{"when": "$(basename).ts"}`. */
const Condition = v.union([v.boolean(), v.object({ when: v.string() })]);

/** Whether a setting leaves a path out; `siblings` are the names in its folder. */
export type Exclusion = (path: string, isFolder: boolean, siblings: ReadonlySet<string>) => boolean;

/** Reads a setting of the form of `files.exclude`, or a plain list of globs. What is not understood counts for nothing. */
export function readExclusion(setting: unknown): Exclusion {
  const entries = Array.isArray(setting)
    ? setting.map((glob: unknown) => [glob, true] as const)
    : Object.entries(typeof setting === 'object' && setting !== null ? setting : {});
  const always: string[] = [];
  const conditional: { readonly matches: PathMatcher; readonly when: string }[] = [];
  for (const [glob, value] of entries) {
    const condition = v.safeParse(Condition, value);
    if (typeof glob !== 'string' || glob.trim() === '' || !condition.success) continue;
    if (condition.output === true) always.push(glob);
    else if (condition.output !== false)
      conditional.push({ matches: globMatcher([glob]), when: condition.output.when });
  }
  const matches = globMatcher(always);
  return (path, isFolder, siblings) =>
    matches(path, isFolder) ||
    conditional.some((rule) => rule.matches(path, isFolder) && siblings.has(siblingOf(path, rule.when)));
}

function siblingOf(path: string, when: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return when.replaceAll('$(basename)', name.replace(/\.[^.]*$/, ''));
}
