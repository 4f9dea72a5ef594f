import type { Task, TaskPage } from '../../core/api';
import { isActive, type TaskHead } from '../../core/session/state';

/** A task as the tree shows it. */
export interface TaskEntry {
  readonly id: string;
  readonly title: string;
  readonly status: Task['status'];
  /** ISO 8601, as the server said. */
  readonly createdAt?: string | undefined;
  /** Epoch ms; undefined when nothing told it. */
  readonly activeAt?: number | undefined;
  readonly messageCount?: number | undefined;
  readonly error?: string | undefined;
  /** The record it was made from, to start a session with; absent for a task known from its session only. */
  readonly task?: Task | undefined;
}

/** What a change of the list means for a view of it. */
export type ListChange = 'none' | 'entry' | 'order';

/** Tasks by newest activity: the loaded pages of the server, kept up to date by the live sessions. Pure data. */
export class TaskList {
  private ids: string[] = [];
  private readonly byId = new Map<string, TaskEntry>();
  hasMore = false;

  constructor(private readonly now: () => number = Date.now) {}

  get entries(): readonly TaskEntry[] {
    return this.ids.flatMap((id) => this.byId.get(id) ?? []);
  }

  get size(): number {
    return this.ids.length;
  }

  get(id: string): TaskEntry | undefined {
    return this.byId.get(id);
  }

  clear(): void {
    this.ids = [];
    this.byId.clear();
    this.hasMore = false;
  }

  /** The newest tasks, in place of all that was loaded. */
  replace(page: TaskPage): void {
    this.clear();
    this.append(page);
  }

  /** The next page. The list may have moved since the page before: what is known already keeps its place. */
  append(page: TaskPage): void {
    for (const task of page.tasks) {
      if (!this.byId.has(task.id)) this.ids.push(task.id);
      this.byId.set(task.id, entryOf(task));
    }
    this.hasMore = page.pagination.hasMore;
  }

  /** The newest record of one task; a task not loaded yet is not added. */
  update(task: Task): ListChange {
    if (!this.byId.has(task.id)) return 'none';
    this.byId.set(task.id, entryOf(task));
    return 'entry';
  }

  /**
   * What a live session knows. A task that just began (again) is the newest; one that is idle and not loaded has its
   * place further down, where only the server can put it.
   */
  applyHead(head: TaskHead): ListChange {
    // Nothing is known yet.
    if (head.title === '' || head.status === undefined) return 'none';
    const entry = this.byId.get(head.id);
    if (entry === undefined) {
      if (!isActive(head.status)) return 'none';
      this.byId.set(head.id, { id: head.id, title: head.title, status: head.status, activeAt: this.now() });
      this.ids.unshift(head.id);
      return 'order';
    }
    if (entry.status === head.status && entry.title === head.title) return 'none';
    const began = isActive(head.status) && !isActive(entry.status);
    const ended = !isActive(head.status) && isActive(entry.status);
    this.byId.set(head.id, {
      ...entry,
      title: head.title,
      status: head.status,
      activeAt: began || ended ? this.now() : entry.activeAt,
      error: began ? undefined : entry.error,
    });
    if (!began || this.ids[0] === head.id) return 'entry';
    this.ids = [head.id, ...this.ids.filter((id) => id !== head.id)];
    return 'order';
  }
}

function entryOf(task: Task): TaskEntry {
  const activity = task.lastActivityAt ?? task.completedAt ?? task.startedAt ?? task.createdAt ?? '';
  const activeAt = Date.parse(activity);
  return {
    id: task.id,
    title: task.message,
    status: task.status,
    createdAt: task.createdAt ?? undefined,
    activeAt: Number.isNaN(activeAt) ? undefined : activeAt,
    messageCount: task.messageCount ?? undefined,
    error: (typeof task.error === 'string' ? task.error : task.error?.message) ?? undefined,
    task,
  };
}
