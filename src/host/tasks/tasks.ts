import * as vscode from 'vscode';
import { isSigmicError, type SigmicClient, type Task, type TaskPage } from '../../core/api';
import type { SessionRegistry } from '../../core/session/session-registry';
import type { TaskHead } from '../../core/session/state';
import { TaskList, type ListChange } from './task-list';

const pageSize = 50;
const largestPage = 100;

type Load = <T>(operation: () => Promise<T>) => Promise<T>;
const plainly: Load = (operation) => operation();

/** The list of tasks and how it is loaded. What is there stays there when a refresh fails; `problem` says why it did. */
export class Tasks implements vscode.Disposable {
  readonly list = new TaskList();
  loaded = false;
  loadingMore = false;
  /** Why the last load failed; undefined after a good one. */
  problem: unknown;
  private current = new AbortController();
  private first: Promise<void> | undefined;
  /** Sessions that began with another key: only the server's list can tell whether they are this key's too. */
  private strangers: ReadonlySet<string> = new Set();
  private readonly changed = new vscode.EventEmitter<string | undefined>();
  private readonly stopListening: () => void;

  /** One task by its id, or the list as a whole. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly client: Pick<SigmicClient, 'listTasks'>,
    private readonly sessions: Pick<SessionRegistry, 'all' | 'onUpdate' | 'notice'>,
    /** Whether a task is one of the profile in use: sessions of others go on meanwhile. */
    private readonly belongs: (taskId: string) => boolean,
  ) {
    this.stopListening = sessions.onUpdate(({ head }) => {
      if (this.loaded) this.tell(this.applyHead(head), head.id);
    });
  }

  /** Loads as much as is shown, anew; the newest call wins. Never throws. `load` may wrap the requests. */
  async refresh(load: Load = plainly): Promise<void> {
    const signal = this.restart();
    try {
      const page = await load(() => this.fetchShown(signal));
      if (signal.aborted) return;
      this.list.replace(page);
      this.sessions.notice(page.tasks);
      // A session at work knows more than the list; one at rest knows what it saw last.
      for (const { connection, head } of this.sessions.all) {
        if (connection.kind === 'connected') this.applyHead(head);
      }
      this.loaded = true;
      this.problem = undefined;
    } catch (error) {
      if (signal.aborted || isSigmicError(error, 'cancelled')) return;
      this.problem = error;
    }
    this.changed.fire(undefined);
  }

  /** The load that everybody waits for who looks before there is anything. */
  firstLoad(): Promise<void> {
    this.first ??= this.refresh();
    return this.first;
  }

  /** Throws what `listTasks` throws; what is there stays. */
  async loadMore(load: Load = plainly): Promise<void> {
    if (this.loadingMore || !this.list.hasMore) return;
    const { signal } = this.current;
    this.loadingMore = true;
    this.changed.fire(undefined);
    try {
      const options = { limit: pageSize, offset: this.list.size };
      const page = await load(() => this.client.listTasks(options, { signal }));
      if (!signal.aborted) this.list.append(page);
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
    this.tell(this.list.update(task), task.id);
  }

  /** Forgets everything: another key, another server. */
  reset(): void {
    this.restart();
    this.strangers = new Set(this.sessions.all.map(({ taskId }) => taskId));
    this.list.clear();
    this.loaded = false;
    this.problem = undefined;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.stopListening();
    this.current.abort();
    this.changed.dispose();
  }

  private restart(): AbortSignal {
    this.current.abort();
    this.current = new AbortController();
    this.first = undefined;
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

  private tell(change: ListChange, id: string): void {
    if (change !== 'none') this.changed.fire(change === 'order' ? undefined : id);
  }
}
