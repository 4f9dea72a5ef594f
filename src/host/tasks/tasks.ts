import * as vscode from 'vscode';
import { describeError, isSigmicError, type SigmicClient, type Task, type TaskPage } from '../../core/api';
import type { SessionRegistry } from '../../core/session/session-registry';
import type { Connection, TaskHead } from '../../core/session/state';
import { oneLine, shorten } from '../../core/visible-text';
import type { SecretMasking } from '../platform/known-secrets';
import { entryOf, TaskList, type ListChange, type TaskEntry } from './task-list';

const pageSize = 50;
const largestPage = 100;
/** Pages that one search through older tasks reads at most before it shows what it has. */
const searchedPages = 10;
/** Single tasks that are fetched besides the list at most. */
const wantedApart = 20;

type Load = <T>(operation: () => Promise<T>) => Promise<T>;
const plainly: Load = (operation) => operation();

/** The list of tasks and how it is loaded. What is there stays there when a refresh fails; `problem` says why it did. */
export class Tasks implements vscode.Disposable {
  readonly list: TaskList;
  loaded = false;
  loadingMore = false;
  /** Another one after each reset: nothing that was shown before counts. */
  generation = 0;
  /** Why the last load failed; undefined after a good one. */
  problem: unknown;
  private current = new AbortController();
  /** Tasks whose trouble is a connection that is being tried again. */
  private readonly passing = new Set<string>();
  private first: Promise<void> | undefined;
  /** Sessions that began with another key: only the server's list can tell whether they are this key's too. */
  private strangers: ReadonlySet<string> = new Set();
  /** Whether a list is on its way. */
  private busy = false;
  private searching = false;
  private readonly changed = new vscode.EventEmitter<string | undefined>();
  private readonly stopListening: () => void;
  private readonly stopMasking: () => void;

  /** One task by its id, or the list as a whole. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly client: Pick<SigmicClient, 'listTasks' | 'getTask'>,
    private readonly sessions: Pick<SessionRegistry, 'all' | 'onUpdate' | 'notice'>,
    /** Whether a task is one of the profile in use: sessions of others go on meanwhile. */
    private readonly belongs: (taskId: string) => boolean,
    /** Tasks to be there wherever in the list they are, by their ids and what they were called when last seen. */
    private readonly wanted: () => ReadonlyMap<string, string>,
    secrets: Pick<SecretMasking, 'mask' | 'onDidChange'>,
  ) {
    this.list = new TaskList(Date.now, () => secrets.mask);
    this.stopMasking = secrets.onDidChange(() => this.changed.fire(undefined));
    this.stopListening = sessions.onUpdate(({ head }, { connection }) => {
      if (!this.loaded) return;
      if (connection !== undefined) this.tell(this.applyConnection(head.id, connection), head.id);
      this.tell(this.applyHead(head), head.id);
    });
  }

  /** Whether a load is under way, which another one would undo. */
  get isLoading(): boolean {
    return this.busy || this.loadingMore || this.searching;
  }

  /** Loads as much as is shown, anew; the newest call wins. Never throws. `load` may wrap the requests. */
  async refresh(load: Load = plainly): Promise<void> {
    const signal = this.restart();
    const { asOf } = this.list;
    this.busy = true;
    try {
      const page = await load(() => this.fetchShown(signal));
      if (signal.aborted) return;
      this.sessions.notice(this.list.replace(page, asOf));
      this.forgetPassingTroubles();
      // A session at work knows more than the list; one at rest knows what it saw last.
      for (const { connection, head } of this.sessions.all) {
        if (connection.kind === 'connected' || connection.kind === 'polling') this.applyHead(head);
      }
      this.loaded = true;
      this.problem = undefined;
    } catch (error) {
      if (signal.aborted || isSigmicError(error, 'cancelled')) return;
      this.problem = error;
    } finally {
      if (!signal.aborted) this.busy = false;
    }
    this.changed.fire(undefined);
    await this.fetchWanted();
  }

  /** Fetches the tasks that are wanted although their page is not loaded. One that cannot be had says why. Never throws. */
  async fetchWanted(): Promise<void> {
    if (!this.loaded) return;
    const { signal } = this.current;
    const missing = [...this.wanted()].filter(([id]) => !this.list.isListed(id) && this.belongs(id));
    const fetched = missing.slice(0, wantedApart).map(async ([id, title]): Promise<TaskEntry> => {
      try {
        const entry = entryOf(await this.client.getTask(id, { signal }));
        this.list.trouble(id, undefined);
        return entry;
      } catch (error) {
        if (!signal.aborted) this.list.trouble(id, reason(error));
        return this.list.get(id) ?? { id, title, status: 'unknown' };
      }
    });
    const entries = await Promise.all(fetched);
    if (signal.aborted || (entries.length === 0 && !this.list.hasApart)) return;
    this.list.keepApart(entries);
    this.changed.fire(undefined);
  }

  /** The load that everybody waits for who looks before there is anything. */
  firstLoad(): Promise<void> {
    this.first ??= this.refresh();
    return this.first;
  }

  /** Loads further pages until one of them has a task that `matches`. Throws what `listTasks` throws. */
  async searchOlder(matches: (entry: TaskEntry) => boolean, load: Load = plainly): Promise<void> {
    const { signal } = this.current;
    this.searching = true;
    try {
      for (let page = 0; page < searchedPages; page += 1) {
        const known = new Set(this.list.entries.map(({ id }) => id));
        await this.loadMore(load, largestPage);
        const found = this.list.entries.some((entry) => !known.has(entry.id) && matches(entry));
        if (found || !this.list.hasMore || signal.aborted) return;
      }
    } finally {
      this.searching = false;
    }
  }

  /** Throws what `listTasks` throws; what is there stays. */
  async loadMore(load: Load = plainly, limit = pageSize): Promise<void> {
    if (this.loadingMore || !this.list.hasMore) return;
    const { signal } = this.current;
    const { asOf } = this.list;
    this.loadingMore = true;
    this.changed.fire(undefined);
    try {
      const options = { limit, offset: this.list.size };
      const page = await load(() => this.client.listTasks(options, { signal }));
      if (!signal.aborted) this.sessions.notice(this.list.append(page, asOf));
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      if (!signal.aborted) {
        this.loadingMore = false;
        this.changed.fire(undefined);
      }
    }
  }

  /** The newest record of one task. */
  apply(task: Task): void {
    const change = this.list.update(task);
    this.list.trouble(task.id, undefined);
    this.tell(change, task.id);
  }

  /** The task could not be loaded: it stays, and says why. */
  fail(taskId: string, error: unknown): void {
    this.tell(this.list.trouble(taskId, reason(error)), taskId);
  }

  /** Forgets everything: another key, another server. */
  reset(): void {
    this.restart();
    this.strangers = new Set(this.sessions.all.map(({ taskId }) => taskId));
    this.list.clear();
    this.passing.clear();
    this.generation += 1;
    this.loaded = false;
    this.problem = undefined;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.stopListening();
    this.stopMasking();
    this.current.abort();
    this.changed.dispose();
  }

  private restart(): AbortSignal {
    this.current.abort();
    this.current = new AbortController();
    this.first = undefined;
    this.busy = false;
    this.loadingMore = false;
    return this.current.signal;
  }

  private async fetchShown(signal: AbortSignal): Promise<TaskPage> {
    const wanted = Math.max(pageSize, this.list.size);
    const tasks: Task[] = [];
    for (;;) {
      const limit = Math.min(largestPage, wanted - tasks.length);
      const page = await this.client.listTasks({ limit, offset: tasks.length }, { signal });
      tasks.push(...page.tasks);
      const done = tasks.length >= wanted || page.tasks.length === 0 || !page.pagination.hasMore;
      if (done) return { tasks, pagination: page.pagination };
    }
  }

  private applyHead(head: TaskHead): ListChange {
    const stranger = this.strangers.has(head.id) || !this.belongs(head.id);
    const unknown = stranger && this.list.get(head.id) === undefined;
    return unknown ? 'none' : this.list.applyHead(head);
  }

  private applyConnection(id: string, connection: Connection): ListChange {
    switch (connection.kind) {
      case 'failed':
        this.passing.delete(id);
        return this.list.trouble(id, shorten(oneLine(connection.reason), 300));
      case 'reconnecting':
        if (connection.retryAt === undefined) return 'none';
        this.passing.add(id);
        return this.list.trouble(id, shorten(oneLine(connection.reason), 300), true);
      case 'idle':
      case 'connected':
      case 'polling':
        this.passing.delete(id);
        return this.list.trouble(id, undefined);
      case 'signedOut':
        // Nothing is tried any more; the status bar and a notice say what is to be done.
        return this.passing.delete(id) ? this.list.trouble(id, undefined) : 'none';
      case 'connecting':
        return 'none';
    }
  }

  /** Nobody tries any more to reach these; the list has come, so the way is open again. */
  private forgetPassingTroubles(): void {
    const live = new Set(this.sessions.all.map(({ taskId }) => taskId));
    for (const id of this.passing) {
      if (live.has(id)) continue;
      this.passing.delete(id);
      this.list.trouble(id, undefined);
    }
  }

  private tell(change: ListChange, id: string): void {
    if (change !== 'none') this.changed.fire(change === 'order' ? undefined : id);
  }
}

/** Why, without what could not be done: the place where it is shown says that. */
function reason(error: unknown): string {
  return describeError(error, 'load the task').message;
}
