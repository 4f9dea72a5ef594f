import ignore, { type Ignore } from 'ignore';

/** The rules of one .gitignore file. All paths are relative to the top of the tree that is walked. */
export class GitIgnore {
  private readonly rules: Ignore;

  constructor(
    /** The folder of the file, '' for the top. */
    private readonly folder: string,
    private readonly lines: readonly string[],
  ) {
    // File systems that do not tell `Build` from `build` make git do the same.
    this.rules = ignore({ ignorecase: process.platform !== 'linux' });
    lines.forEach((pattern, index) => this.rules.add({ pattern, mark: String(index) }));
  }

  static parse(folder: string, text: string): GitIgnore {
    return new GitIgnore(folder, text.replace(/^\uFEFF/, '').split(/\r?\n/));
  }

  /** Whether this file leaves the path out or takes it back in; undefined when it says nothing about it. */
  judge(path: string, isFolder: boolean): 'out' | 'in' | undefined {
    const { ignored, unignored } = this.rules.test(this.below(path, isFolder));
    return ignored ? 'out' : unignored ? 'in' : undefined;
  }

  /** The same rules but those that leave out this folder, which was chosen in spite of them. */
  without(folder: string): GitIgnore {
    const inner = this.below(folder, true);
    const rule = inner === '/' ? undefined : this.rules.test(inner).rule;
    if (rule === undefined) return this;
    const fewer = this.lines.filter((_line, index) => String(index) !== rule.mark);
    return new GitIgnore(this.folder, fewer).without(folder);
  }

  private below(path: string, isFolder: boolean): string {
    const inner = this.folder === '' ? path : path.slice(this.folder.length + 1);
    return isFolder ? `${inner}/` : inner;
  }
}

/** What the .gitignore files on the way to a path say of it: the deepest one that says anything decides. */
export function isGitIgnored(levels: readonly GitIgnore[], path: string, isFolder: boolean): boolean {
  for (const level of levels.toReversed()) {
    const verdict = level.judge(path, isFolder);
    if (verdict !== undefined) return verdict === 'out';
  }
  return false;
}
