import ignore, { type Ignore } from 'ignore';

/** The folder that the rules are about. */
export interface RulesPlace {
  /** Relative to the top of the tree that is walked, '' for the top itself or a folder above it. */
  readonly folder: string;
  /** The way from there to the top, when it is above the top. */
  readonly prefix?: string | undefined;
}

/** The rules of one .gitignore file, or one of that form. All paths are relative to the top of the tree that is walked. */
export class GitIgnore {
  private readonly rules: Ignore;

  constructor(
    private readonly place: RulesPlace,
    private readonly lines: readonly string[],
  ) {
    // File systems that do not tell `Build` from `build` make git do the same.
    this.rules = ignore({ ignorecase: process.platform !== 'linux' });
    lines.forEach((pattern, index) => this.rules.add({ pattern, mark: String(index) }));
  }

  static parse(place: RulesPlace, bytes: Uint8Array): GitIgnore {
    return new GitIgnore(place, new TextDecoder().decode(bytes).split(/\r?\n/));
  }

  /** Whether this file leaves the path out or takes it back in; undefined when it says nothing about it. */
  judge(path: string, isFolder: boolean): 'out' | 'in' | undefined {
    const { ignored, unignored } = this.rules.test(this.below(path, isFolder));
    return ignored ? 'out' : unignored ? 'in' : undefined;
  }

  /**
   * The same rules for what is in this folder, which a deeper file took back in. The library judges what is inside by the folder
   * itself first; git judges each thing for itself.
   */
  reopened(folder: string): GitIgnore {
    const literal = this.below(folder, true).replace(/[\\*?[]/g, '\\$&');
    return new GitIgnore(this.place, [...this.lines, `!/${literal}`]);
  }

  /** The same rules but those that leave out this folder, which was chosen in spite of them. */
  without(folder: string): GitIgnore {
    const inner = this.below(folder, true);
    const rule = inner === '/' ? undefined : this.rules.test(inner).rule;
    if (rule === undefined) return this;
    const fewer = this.lines.filter((_line, index) => String(index) !== rule.mark);
    return new GitIgnore(this.place, fewer).without(folder);
  }

  /** The path as the rules see it. */
  private below(path: string, isFolder: boolean): string {
    const { folder, prefix } = this.place;
    const inner = folder === '' ? path : path.slice(folder.length + 1);
    const whole = [prefix, inner].filter((part) => part !== undefined && part !== '').join('/');
    return isFolder ? `${whole}/` : whole;
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
