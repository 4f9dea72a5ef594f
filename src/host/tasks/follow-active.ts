import type * as vscode from 'vscode';
import type { SessionHandle, SessionRegistry } from '../../core/session/session-registry';
import { isActive } from '../../core/session/state';
import type { TaskEntry } from './task-list';

/** Each costs a connection that stays open. */
const most = 8;

/** Keeps a session for the newest running tasks, so that their questions and their end reach the person unasked. */
export class ActiveTasks implements vscode.Disposable {
  private readonly held = new Map<string, SessionHandle>();

  constructor(private readonly sessions: Pick<SessionRegistry, 'acquire'>) {}

  /** Takes up what began and lets go of what ended. `entries`: by newest activity. */
  follow(entries: readonly TaskEntry[]): void {
    const active = entries.filter((entry) => isActive(entry.status));
    const activeIds = new Set(active.map((entry) => entry.id));
    for (const [id, handle] of this.held) if (!activeIds.has(id)) this.release(id, handle);
    for (const { id, task } of active) {
      if (this.held.size >= most) return;
      if (!this.held.has(id)) this.held.set(id, this.sessions.acquire(id, task));
    }
  }

  dispose(): void {
    for (const [id, handle] of this.held) this.release(id, handle);
  }

  private release(id: string, handle: SessionHandle): void {
    this.held.delete(id);
    handle.dispose();
  }
}
