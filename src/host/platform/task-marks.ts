import * as v from 'valibot';
import type { Logger } from '../../core/api';
import { isActive, type TaskHead } from '../../core/session/state';
import { shorten } from '../../core/visible-text';
import { SharedFile } from './shared-file';

/** How much later than our own clock the server's may say that the same thing happened. */
const clockSkewMs = 2 * 60_000;
/** A task that is looked at is noted anew only this often. */
const noteAgainMs = 60_000;
/** Marks kept at most. */
const most = 3000;

/** What a person noted about a task, or what their windows did: the server knows nothing of it. */
export interface TaskMark {
  readonly pinned?: boolean | undefined;
  /** What a pinned task was called, for when the service cannot tell. */
  readonly title?: string | undefined;
  /** The profile it was pinned in: in the lists of others it has no place. */
  readonly profile?: string | undefined;
  readonly hidden?: boolean | undefined;
  /** When its chat was last looked at (epoch ms), and whether it was running then. */
  readonly seen?: { readonly at: number; readonly active: boolean } | undefined;
}

interface Marks {
  /** By profile, the newest activity (epoch ms) when its list was first seen: what is older is no news. */
  readonly since: ReadonlyMap<string, number>;
  readonly tasks: ReadonlyMap<string, TaskMark>;
  toJSON(): unknown;
}

const optionalBoolean = v.optional(v.boolean());
const MarkSchema = v.object({
  pinned: optionalBoolean,
  title: v.optional(v.string()),
  profile: v.optional(v.string()),
  hidden: optionalBoolean,
  seen: v.optional(v.object({ at: v.number(), active: v.boolean() })),
});
const MarksSchema: v.GenericSchema<unknown, Marks> = v.pipe(
  v.object({
    version: v.literal(1),
    since: v.array(v.tuple([v.string(), v.number()])),
    tasks: v.array(v.tuple([v.string(), MarkSchema])),
  }),
  v.transform(({ since, tasks }) => marks(new Map(since), new Map(tasks))),
);

/** A task as far as marks need to know it. */
export interface MarkedTask {
  readonly id: string;
  readonly status: TaskHead['status'];
  readonly activeAt?: number | undefined;
}

/** The marks on tasks: pinned, hidden, seen. Kept in a file that all windows share. A task's id is the same in every profile. */
export class TaskMarks {
  private readonly file: SharedFile<Marks>;

  constructor(
    path: string,
    private readonly profile: () => string,
    log: Pick<Logger, 'warn'>,
    /** Takes secrets out of what is kept. */
    private readonly maskText: (text: string) => string,
    private readonly now: () => number = Date.now,
  ) {
    this.file = new SharedFile(path, MarksSchema, marks(new Map(), new Map()), log);
  }

  of(taskId: string): TaskMark {
    return this.file.value.tasks.get(taskId) ?? {};
  }

  /** Something happened to the task since its chat was last looked at, and it has come to an end. */
  isUnread({ id, status, activeAt = 0 }: MarkedTask): boolean {
    if (isActive(status)) return false;
    const { seen } = this.of(id);
    if (seen === undefined) return activeAt > (this.file.value.since.get(this.profile()) ?? Infinity);
    return seen.active || activeAt > seen.at + clockSkewMs;
  }

  /** The list is there; `newest` is its newest activity (epoch ms). What the first list holds is no news. */
  begin(newest: number): void {
    const profile = this.profile();
    if (this.file.value.since.has(profile)) return;
    void this.file.update((all) =>
      all.since.has(profile) ? all : marks(new Map([...all.since, [profile, newest]]), all.tasks),
    );
  }

  /** The person looks at the task's chat. */
  see(taskId: string, active: boolean): void {
    const { seen } = this.of(taskId);
    const at = this.now();
    if (seen?.active === active && at - seen.at < noteAgainMs) return;
    void this.change([taskId], (mark) => ({ ...mark, seen: { at, active } }));
  }

  /** The person knows what has become of these. */
  markRead(taskIds: readonly string[]): Promise<void> {
    const seen = { at: this.now(), active: false };
    return this.change(taskIds, (mark) => ({ ...mark, seen }));
  }

  pin(tasks: readonly { readonly id: string; readonly title: string }[]): Promise<void> {
    const titles = new Map(tasks.map(({ id, title }) => [id, shorten(this.maskText(title), 100)]));
    const profile = this.profile();
    return this.change([...titles.keys()], (mark, id) => ({
      ...mark,
      pinned: true,
      title: titles.get(id),
      profile,
    }));
  }

  /** A secret has become known, which the titles that are kept may have. */
  async maskTitles(): Promise<void> {
    await this.file.settled();
    const isTold = ({ title }: TaskMark): boolean => title !== undefined && this.maskText(title) !== title;
    const told = [...this.file.value.tasks].filter(([, mark]) => isTold(mark)).map(([id]) => id);
    if (told.length === 0) return;
    await this.change(told, (mark) =>
      mark.title === undefined ? mark : { ...mark, title: this.maskText(mark.title) },
    );
  }

  unpin(taskIds: readonly string[]): Promise<void> {
    return this.change(taskIds, (mark) => ({
      ...mark,
      pinned: undefined,
      title: undefined,
      profile: undefined,
    }));
  }

  /** The tasks pinned in the profile in use by their ids, with what they were called. */
  get pinned(): ReadonlyMap<string, string> {
    const here = this.profile();
    const pinned = [...this.file.value.tasks].filter(
      ([, mark]) => mark.pinned === true && mark.profile === here,
    );
    return new Map(pinned.map(([id, { title = '' }]) => [id, title]));
  }

  hide(taskIds: readonly string[], hidden: boolean): Promise<void> {
    return this.change(taskIds, (mark) => ({ ...mark, hidden: hidden || undefined }));
  }

  /** Calls `listener` after every change, of this window or another; returns what ends it. */
  onDidChange(listener: () => void): () => void {
    return this.file.onDidChange(listener);
  }

  /** Resolves when everything noted is on disk. */
  settled(): Promise<void> {
    return this.file.settled();
  }

  dispose(): void {
    this.file.dispose();
  }

  private change(
    taskIds: readonly string[],
    change: (mark: TaskMark, id: string) => TaskMark,
  ): Promise<void> {
    return this.file.update(({ since, tasks }) => {
      const next = new Map(tasks);
      for (const id of taskIds) next.set(id, change(tasks.get(id) ?? {}, id));
      return marks(since, bounded(next));
    });
  }
}

function marks(since: Marks['since'], tasks: Marks['tasks']): Marks {
  return { since, tasks, toJSON: () => ({ version: 1, since: [...since], tasks: [...tasks] }) };
}

/** What the person asked for outlives what was merely looked at, and that by how long ago it was. */
function bounded(tasks: ReadonlyMap<string, TaskMark>): ReadonlyMap<string, TaskMark> {
  if (tasks.size <= most) return tasks;
  const weight = ({ pinned, hidden, seen }: TaskMark): number =>
    pinned === true || hidden === true ? Infinity : (seen?.at ?? 0);
  return new Map([...tasks].sort(([, a], [, b]) => weight(b) - weight(a)).slice(0, most));
}
