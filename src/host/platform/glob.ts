import ignore from 'ignore';

/** Whether a path, relative to the folder that the globs are about and with forward slashes, is matched. */
export type PathMatcher = (path: string, isFolder?: boolean) => boolean;

/** Braces multiply: a pattern that becomes more than this is taken as it is written. */
const MAX_EXPANSIONS = 200;

/**
 * Matches paths against globs as VS Code's settings have them: braces, and a glob without a slash counts at the top only.
 * What is below a folder that matches, matches too.
 */
export function globMatcher(globs: readonly string[]): PathMatcher {
  const rules = ignore({ ignorecase: false }).add(globs.flatMap(expandBraces).map(toRule));
  return (path, isFolder = false) => rules.ignores(isFolder ? `${path}/` : path);
}

/** Whether a folder may have something in it that one of these globs matches: nobody needs to look into the others. */
export function globReach(globs: readonly string[]): (folder: string) => boolean {
  const starts = globs.flatMap(expandBraces).map((glob) => {
    const parts = toRule(glob).slice(1).split('/');
    const wild = parts.findIndex((part) => /[*?[]/.test(part));
    return wild < 0 ? parts : parts.slice(0, wild);
  });
  return (folder) => {
    const parts = folder.split('/');
    return starts.some((start) =>
      parts.every((part, index) => index >= start.length || part === start[index]),
    );
  };
}

/** The same pattern as a line of a .gitignore file, which would match a name without a slash anywhere. */
function toRule(glob: string): string {
  const anchored = glob
    .trim()
    .replace(/^(?:\.?\/)+/, '')
    .replace(/(?<=.)(?:\/\*\*)+\/?$/, '');
  return `/${anchored.replaceAll('\\', '\\\\')}`;
}

/** `{a,b}/c` as `a/c` and `b/c`, braces inside of braces included. */
export function expandBraces(glob: string): readonly string[] {
  const done: string[] = [];
  const waiting = [glob];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const brace = innermostBrace.exec(next);
    if (brace === null) done.push(next);
    else {
      const [whole, choices = ''] = brace;
      const [before, after] = [next.slice(0, brace.index), next.slice(brace.index + whole.length)];
      waiting.push(...choices.split(',').map((choice) => `${before}${choice}${after}`));
    }
    if (done.length + waiting.length > MAX_EXPANSIONS) return [glob];
  }
  return [...new Set(done)];
}

const innermostBrace = /\{([^{}]*)\}/;
