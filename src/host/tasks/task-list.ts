import type { Task, TaskPage } from '../../core/api';
import type { Mask } from '../../core/masking/mask';
import { isActive, type TaskHead } from '../../core/session/state';

import { MaskedEntries } from './masked-entries';

/** A task as the tree shows it. */
export interface TaskEntry {
  readonly id: string;
  readonly title: string;
  readonly status: Task['status'];
  /** The server's own word for a status that is unknown here. */
  readonly statusWord?: string | undefined;
  /** ISO 8601, as the server said. */
  readonly createdAt?: string | undefined;
  /** Epoch ms; undefined when nothing told it. */
  readonly activeAt?: number | undefined;
  readonly messageCount?: number | undefined;
  readonly error?: string | undefined;
  /** Why the task itself could not be loaded, for people; the rest is then what the list told last. */
  readonly trouble?: string | undefined;
  /** The trouble is a connection that was lost and is being tried again. */
  readonly reconnecting?: boolean;
  /** The record it was made from, to start a session with; absent for a task known from its session only. */
  readonly task?: Task | undefined;
}

interface Trouble {
  readonly why: string;
  readonly passing: boolean;
}

/** What a change of the list means for a view of it. */
export type ListChange = 'none' | 'entry' | 'order';

/** A moment in the life of a list: what was told after it is newer than a listing that was asked for at it. */
export type ListMoment = number;

/**
 * Tasks by newest activity: the loaded pages of the server, kept up to date by the live sessions, and single tasks that are
 * wanted although their page is not loaded. Pure data.
 */
export class TaskList {
  private ids: string[] = [];
  private readonly byId = new Map<string, TaskEntry>();
  private readonly apart = new Map<string, TaskEntry>();
  private readonly troubles = new Map<string, Trouble>();
  /** When each task was last told of by something else than a listing. */
  private readonly toldAt = new Map<string, ListMoment>();
  private moment: ListMoment = 0;
  hasMore = false;

  private readonly masked: MaskedEntries;

  /** `mask`: what the entries are masked with when they are read. */
  constructor(
    private readonly now: () => number = Date.now,
    mask: () => Mask | undefined = () => undefined,
  ) {
    this.masked = new MaskedEntries(mask);
  }

  get entries(): readonly TaskEntry[] {
    const apart = [...this.apart.keys()].filter((id) => !this.byId.has(id));
    return [...this.ids, ...apart].flatMap((id) => this.get(id) ?? []);
  }

  /** How many of the server's list are loaded, from its beginning. */
  get size(): number {
    return this.ids.length;
  }

  get(id: string): TaskEntry | undefined {
    const entry = this.byId.get(id) ?? this.apart.get(id);
    if (entry === undefined) return undefined;
    const trouble = this.troubles.get(id);
    if (trouble === undefined) return this.masked.of(entry);
    const { why, passing } = trouble;
    return this.masked.of({ ...entry, trouble: why, ...(passing && { reconnecting: true }) });
  }

  isListed(id: string): boolean {
    return this.byId.has(id);
  }

  get hasApart(): boolean {
    return this.apart.size > 0;
  }

  /** Now, for `replace` and `append` to compare with. */
  get asOf(): ListMoment {
    return this.moment;
  }

  clear(): void {
    this.ids = [];
    for (const map of [this.byId, this.apart, this.troubles, this.toldAt]) map.clear();
    this.hasMore = false;
  }

  /**
   * The newest tasks as of the moment they were asked for, in place of all that was loaded; what was told since is newer and
   * stays. Answers the records that are news.
   */
  replace(page: TaskPage, asOf: ListMoment = this.moment): readonly Task[] {
    const before = new Map(this.byId);
    const listed = new Set(page.tasks.map(({ id }) => id));
    const begunSince = this.ids.filter((id) => this.toldSince(id, asOf) && !listed.has(id));
    this.ids = begunSince;
    this.byId.clear();
    for (const id of [...begunSince, ...listed]) {
      const known = before.get(id);
      if (known !== undefined && this.toldSince(id, asOf)) this.byId.set(id, known);
    }
    return this.append(page, asOf);
  }

  /** The next page. The list may have moved since the page before: what is known already keeps its place. */
  append(page: TaskPage, asOf: ListMoment = this.moment): readonly Task[] {
    const placed = new Set(this.ids);
    const news: Task[] = [];
    for (const task of page.tasks) {
      if (!placed.has(task.id)) this.ids.push(task.id);
      placed.add(task.id);
      if (this.byId.has(task.id) && this.toldSince(task.id, asOf)) continue;
      this.byId.set(task.id, entryOf(task));
      news.push(task);
    }
    this.hasMore = page.pagination.hasMore;
    return news;
  }

  /** Single tasks that are wanted wherever their page is, in place of those before. */
  keepApart(entries: readonly TaskEntry[]): void {
    this.apart.clear();
    for (const entry of entries) this.apart.set(entry.id, entry);
  }

  /** The newest record of one task; a task not loaded yet is not added. */
  update(task: Task): ListChange {
    const place = this.placeOf(task.id);
    if (place === undefined) return 'none';
    place.set(task.id, entryOf(task));
    this.told(task.id);
    return 'entry';
  }

  /** Says why a task cannot be loaded, or that it can (undefined). `passing`: that is being tried again by itself. */
  trouble(id: string, why: string | undefined, passing = false): ListChange {
    const before = this.troubles.get(id);
    if (before?.why === why && (before === undefined || before.passing === passing)) return 'none';
    if (why === undefined) this.troubles.delete(id);
    else this.troubles.set(id, { why, passing });
    return this.placeOf(id) === undefined ? 'none' : 'entry';
  }

  /**
   * What a live session knows. A task that just began (again) is the newest; one that is idle and not loaded has its
   * place further down, where only the server can put it.
   */
  applyHead(head: TaskHead): ListChange {
    // Nothing is known yet.
    if (head.title === '' || head.status === undefined) return 'none';
    const entry = this.byId.get(head.id) ?? this.apart.get(head.id);
    if (entry === undefined) {
      if (!isActive(head.status)) return 'none';
      this.byId.set(head.id, { id: head.id, title: head.title, status: head.status, activeAt: this.now() });
      this.ids.unshift(head.id);
      this.told(head.id);
      return 'order';
    }
    if (entry.status === head.status && entry.title === head.title) return 'none';
    const began = isActive(head.status) && !isActive(entry.status);
    const ended = !isActive(head.status) && isActive(entry.status);
    const next: TaskEntry = {
      ...entry,
      title: head.title,
      status: head.status,
      statusWord: head.status === entry.status ? entry.statusWord : undefined,
      activeAt: began || ended ? this.now() : entry.activeAt,
      error: began ? undefined : entry.error,
    };
    this.told(head.id);
    if (!began) {
      this.placeOf(head.id)?.set(head.id, next);
      return 'entry';
    }
    this.byId.set(head.id, next);
    if (this.ids[0] === head.id) return 'entry';
    this.ids = [head.id, ...this.ids.filter((id) => id !== head.id)];
    return 'order';
  }

  private placeOf(id: string): Map<string, TaskEntry> | undefined {
    return [this.byId, this.apart].find((map) => map.has(id));
  }

  private told(id: string): void {
    this.moment += 1;
    this.toldAt.set(id, this.moment);
  }

  private toldSince(id: string, moment: ListMoment): boolean {
    return (this.toldAt.get(id) ?? 0) > moment;
  }
}

/** A record as the tree shows it. */
export function entryOf(task: Task): TaskEntry {
  const activity = task.lastActivityAt ?? task.completedAt ?? task.startedAt ?? task.createdAt ?? '';
  const activeAt = Date.parse(activity);
  return {
    id: task.id,
    title: task.message,
    status: task.status,
    statusWord: task.statusWord,
    createdAt: task.createdAt ?? undefined,
    activeAt: Number.isNaN(activeAt) ? undefined : activeAt,
    messageCount: task.messageCount ?? undefined,
    error: (typeof task.error === 'string' ? task.error : task.error?.message) ?? undefined,
    task,
  };
}
