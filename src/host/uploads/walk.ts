import type { LeftOut, LeftOutReason } from '../../core/left-out';
import { inBatches } from '../platform/batches';
import type { Exclusion } from './exclusions';
import type { FileTree, TreeEntry } from './file-tree';
import { GitIgnore, isGitIgnored } from './git-ignore';

/** More files than this are not packed into one message: each takes about a millisecond and 10 KB of memory. */
export const maxFolderFiles = 30_000;
/** More names than this are not even looked at. */
export const maxSeenFiles = 200_000;
const MAX_EXAMPLES = 5;
/** Sizes are asked for in so many requests at a time. */
const AT_ONCE = 16;

export interface FoundFile {
  /** Relative to the top of the tree. */
  readonly path: string;
  readonly size: number;
  readonly changedAt: number;
  /** What the file is called where a link leads, when it is one. */
  readonly target?: string | undefined;
}

export interface Walked {
  readonly files: readonly FoundFile[];
  readonly leftOut: readonly LeftOut[];
}

export interface WalkOptions {
  /** Settings that leave things out, by the reason that is told. */
  readonly exclusions: readonly { readonly reason: LeftOutReason; readonly excludes: Exclusion }[];
  /** Rules of the Git repository around the tree, the highest folder's first. */
  readonly rules?: readonly GitIgnore[] | undefined;
  /** Only these are wanted; nothing is said of the others. */
  readonly wanted?: ((path: string) => boolean) | undefined;
  /** Only these folders are looked into; nothing is said of the others. */
  readonly reaches?: ((folder: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Files found so far. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/** There is too much in a folder to send it in one message (`found`), or even to look at all of it (`seen`). */
export class TooManyFiles extends Error {
  constructor(readonly what: 'found' | 'seen') {
    super();
  }
}

/**
 * All files below `folder` that are to be sent, in order. The .gitignore files of the folders above it count up to the top of
 * the tree, and `rules` above that. Throws TooManyFiles, and the signal's reason when that fires.
 */
export async function walk(tree: FileTree, folder: string, options: WalkOptions): Promise<Walked> {
  return new Walk(tree, options).run(folder);
}

class Walk {
  private readonly files: FoundFile[] = [];
  private readonly leftOut = new Map<LeftOutReason, { count: number; examples: string[] }>();
  private seen = 0;
  private folder = '';

  constructor(
    private readonly tree: FileTree,
    private readonly options: WalkOptions,
  ) {}

  async run(folder: string): Promise<Walked> {
    const above = [...(this.options.rules ?? [])];
    for (const parent of parentsOf(folder)) above.push(...(await this.rulesIn(parent)));
    this.folder = folder;
    // The person chose this folder, so a rule that leaves out all of it does not count.
    const inside = above.map((rules) => rules.without(folder));
    await this.visit(folder, inside, [folder]);
    return {
      files: this.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      leftOut: [...this.leftOut].map(([reason, { count, examples }]) => ({ reason, count, examples })),
    };
  }

  /** `chain`: the real paths of the folders on the way here, so that links in a circle are noticed. */
  private async visit(folder: string, above: readonly GitIgnore[], chain: readonly string[]): Promise<void> {
    this.options.signal?.throwIfAborted();
    const entries = await this.list(folder);
    if (entries === undefined) return;
    const siblings = new Set(entries.map(({ name }) => name));
    const rules = [...above, ...(await this.rulesIn(folder, siblings))];
    const kept = entries.filter((entry) => this.isKept(join(folder, entry.name), entry, rules, siblings));
    const files = kept.filter(({ kind }) => kind === 'file');
    await inBatches(files, AT_ONCE, (entry) => this.add(join(folder, entry.name), entry.isLink));
    for (const { name, isLink } of kept.filter(({ kind }) => kind === 'folder')) {
      const path = join(folder, name);
      const real = isLink ? await this.target(path) : join(chain.at(-1) ?? '', name);
      if (real === undefined) this.leave('linkOut', path);
      else if (chain.includes(real)) this.leave('linkCircle', path);
      else {
        const inside = rules.map((level) =>
          level.judge(path, true) === 'out' ? level.reopened(path) : level,
        );
        await this.visit(path, inside, [...chain, real]);
      }
    }
  }

  private async list(folder: string): Promise<readonly TreeEntry[] | undefined> {
    try {
      const entries = await this.tree.list(folder);
      this.seen += entries.length;
      if (this.seen > maxSeenFiles) throw new TooManyFiles('seen');
      return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (error instanceof TooManyFiles) throw error;
      this.leave('unreadable', folder);
      return undefined;
    }
  }

  private isKept(
    path: string,
    { kind }: TreeEntry,
    rules: readonly GitIgnore[],
    siblings: ReadonlySet<string>,
  ): boolean {
    const isFolder = kind === 'folder';
    const { exclusions, wanted, reaches } = this.options;
    if ((isFolder ? reaches : wanted)?.(path) === false) return false;
    const setting = exclusions.find(({ excludes }) => excludes(path, isFolder, siblings));
    const reason =
      setting?.reason ??
      (isGitIgnored(rules, path, isFolder) ? 'gitignore' : kind === 'other' ? 'unreadable' : undefined);
    if (reason !== undefined) this.leave(reason, isFolder ? `${path}/` : path);
    return reason === undefined;
  }

  private async add(path: string, isLink: boolean): Promise<void> {
    this.options.signal?.throwIfAborted();
    const found = await this.look(path, isLink);
    if (found === undefined) return;
    this.files.push(found);
    if (this.files.length > maxFolderFiles) throw new TooManyFiles('found');
    this.options.onProgress?.(this.files.length);
  }

  private async look(path: string, isLink: boolean): Promise<FoundFile | undefined> {
    try {
      const target = isLink ? await this.target(path) : undefined;
      if (isLink && target === undefined) {
        this.leave('linkOut', path);
        return undefined;
      }
      const { size, changedAt } = await this.tree.look(path);
      return { path, size, changedAt, ...(target !== undefined && { target }) };
    } catch {
      this.leave('unreadable', path);
      return undefined;
    }
  }

  /** Where a link leads, unless that is out of the folder that was chosen. */
  private async target(path: string): Promise<string | undefined> {
    const real = await this.tree.resolve(path);
    return real === this.folder || real?.startsWith(join(this.folder, '')) === true ? real : undefined;
  }

  /** What Git is told in this folder; `names`: what is in it, if that is known. */
  private async rulesIn(folder: string, names?: ReadonlySet<string>): Promise<readonly GitIgnore[]> {
    const nothing = Promise.resolve(undefined);
    const has = (name: string): boolean => names?.has(name) !== false;
    const texts = await Promise.all([
      has('.git') ? this.tree.gitExclude(folder) : nothing,
      has('.gitignore') ? this.tree.read(join(folder, '.gitignore')).catch(() => undefined) : nothing,
    ]);
    return texts.flatMap((text) => (text === undefined ? [] : [GitIgnore.parse({ folder }, text)]));
  }

  private leave(reason: LeftOutReason, path: string): void {
    const group = this.leftOut.get(reason) ?? { count: 0, examples: [] };
    group.count += 1;
    if (group.examples.length < MAX_EXAMPLES) group.examples.push(path);
    this.leftOut.set(reason, group);
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** The folders above, from the top: `a/b/c` has '', 'a' and 'a/b'. */
function parentsOf(folder: string): readonly string[] {
  if (folder === '') return [];
  const parts = folder.split('/');
  return parts.map((_part, index) => parts.slice(0, index).join('/'));
}
