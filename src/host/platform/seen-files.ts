import * as v from 'valibot';
import type { Artifact } from '../../core/api';

/** What a file is to somebody who last looked some time ago. */
export type Mark = 'new' | 'changed';

/** The part of `vscode.Memento` that is needed. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'sigmic.seenFiles.1';
/** A task with more files than this is not marked at all: nobody reads so many marks. */
const mostFiles = 1000;
/** Of all tasks together; those touched longest ago are forgotten first. */
const mostEntries = 5000;

const SeenSchema = v.object({
  /** Files from before this time (milliseconds) are old news: marks begin with the first start. */
  since: v.number(),
  /** Pairs, not an object: ids and paths are a stranger's and may be called `__proto__`. The task touched last is the last. */
  tasks: v.array(v.tuple([v.string(), v.array(v.tuple([v.string(), v.string()]))])),
});
type Seen = v.InferOutput<typeof SeenSchema>;

/**
 * Which files of which task somebody has seen, and in which state: size and time tell one state from another. Kept in `memory`,
 * which windows share; what cannot be read there is set aside and begun anew.
 */
export class SeenFiles {
  private raw: unknown;
  private readonly tasks = new Map<string, Map<string, string>>();
  private since: number;

  constructor(
    private readonly memory: Memory,
    now: () => number,
  ) {
    this.since = now();
    this.load();
    if (this.raw === undefined) this.save();
  }

  /** What the files of a listing are marked with; those that are not marked are left out. */
  marks(taskId: string, files: ReadonlyMap<string, Artifact>): ReadonlyMap<string, Mark> {
    this.load();
    const marks = new Map<string, Mark>();
    if (files.size > mostFiles) return marks;
    const seen = this.tasks.get(taskId);
    for (const [path, file] of files) {
      const state = seen?.get(path);
      if (state === undefined && !this.isOldNews(path, file)) marks.set(path, 'new');
      if (state !== undefined && state !== stateOf(file)) marks.set(path, 'changed');
    }
    return marks;
  }

  /** Notes the state of what was there before anybody could mark it, so that a later change of it is told. */
  begin(taskId: string, files: ReadonlyMap<string, Artifact>): void {
    this.load();
    const seen = this.tasks.get(taskId);
    this.see(
      taskId,
      [...files].filter(([path, file]) => seen?.has(path) !== true && this.isOldNews(path, file)),
    );
  }

  /** The person has seen these files as they are now. */
  see(taskId: string, files: Iterable<readonly [string, Artifact]>): void {
    this.load();
    const seen = this.tasks.get(taskId) ?? new Map<string, string>();
    const news = [...files].filter(([path, file]) => seen.get(path) !== stateOf(file));
    if (news.length === 0) return;
    for (const [path, file] of news) seen.set(path, stateOf(file));
    this.tasks.delete(taskId);
    this.tasks.set(taskId, seen);
    this.forgetOldest();
    this.save();
  }

  /** What the person sent is no news to them, nor is what was there before marks began. */
  private isOldNews(path: string, file: Artifact): boolean {
    return path.startsWith('uploads/') || Date.parse(file.modifiedAt ?? '') < this.since;
  }

  private forgetOldest(): void {
    let entries = 0;
    for (const seen of this.tasks.values()) entries += seen.size;
    for (const [taskId, seen] of this.tasks) {
      if (entries <= mostEntries || this.tasks.size === 1) return;
      this.tasks.delete(taskId);
      entries -= seen.size;
    }
  }

  /** Takes over what another window has written meanwhile. */
  private load(): void {
    const raw = this.memory.get(key);
    if (raw === undefined || raw === this.raw) return;
    const { success, output } = v.safeParse(SeenSchema, raw);
    if (!success) {
      void this.memory.update(`${key}.unreadable`, raw);
      this.save();
      return;
    }
    this.raw = raw;
    this.since = output.since;
    this.tasks.clear();
    for (const [taskId, files] of output.tasks) this.tasks.set(taskId, new Map(files));
  }

  private save(): void {
    const tasks = [...this.tasks].map(([taskId, seen]): Seen['tasks'][number] => [taskId, [...seen]]);
    const seen: Seen = { since: this.since, tasks };
    this.raw = seen;
    void this.memory.update(key, seen);
  }
}

function stateOf(file: Artifact): string {
  return `${file.size} ${file.modifiedAt ?? ''}`;
}
