import { folded } from '../safe-path';

interface Rule {
  readonly is: RegExp;
  readonly why: string;
}

/** Over the folded path with a `/` in front; the first that fits counts. */
const rules: readonly Rule[] = [
  { is: /\/\.vscode\/|\.code-workspace$/, why: 'settings, tasks or launches of the editor' },
  {
    is: /\/\.devcontainer(\/|\.json$|$)|\/devcontainer\.json$/,
    why: 'sets up the container that the editor works in',
  },
  {
    is: /\/\.(github|gitea|forgejo)\/(workflows|actions)\/|\/\.(gitlab-ci|travis|drone|woodpecker)\.ya?ml$|\/\.(circleci|buildkite|woodpecker)\/|\/(jenkinsfile|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|appveyor\.ya?ml)$/,
    why: 'runs in continuous integration',
  },
  { is: /\/\.(husky|githooks)\/|\/\.(pre-commit-config|lefthook)\.ya?ml$/, why: 'runs when you commit' },
  { is: /\/\.git[^/]*\//, why: 'changes how Git or its server works' },
  { is: /\/(gnu)?makefile$|\/[^/]+\.mk$|\/justfile$/, why: 'runs commands when you build' },
];

/** Dotfiles that only describe files and formats; every other one may make some program run something. */
const harmless =
  /^\.(gitignore|gitkeep|keep|editorconfig|dockerignore|npmignore|eslintignore|prettierignore|stylelintignore|vscodeignore|nvmrc|node-version|python-version|ruby-version|mailmap|nojekyll)$/;

/**
 * Why a file at this path of a workspace is applied only after a question, in words: programs run or obey it by themselves.
 * Undefined for ordinary files. A `package.json` depends on what changes in it: see `changesScripts`.
 */
export function sensitivePath(path: string): string | undefined {
  const plain = `/${folded(path)}`;
  const rule = rules.find(({ is }) => is.test(plain));
  if (rule !== undefined) return rule.why;
  const dotted = plain.split('/').find((name) => name.startsWith('.') && !harmless.test(name));
  return dotted === undefined ? undefined : 'a hidden file, which programs may obey';
}

/** Whether a `package.json` would run other commands than before; one that cannot be read might. */
export function changesScripts(path: string, before: string | undefined, after: string): boolean {
  if (!/(^|\/)package\.json$/.test(folded(path))) return false;
  return scriptsOf(before ?? '{}') !== scriptsOf(after);
}

function scriptsOf(text: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const scripts: unknown =
      typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'scripts') : {};
    return JSON.stringify(scripts ?? {});
  } catch {
    // Not JSON: its own text stands for what it would run.
    return text;
  }
}
