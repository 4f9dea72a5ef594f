import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EnvMap } from '../auth/env-map';
import { timestamp } from '../clock';
import type { Turn } from '../run/turn';
import { Workspace } from '../workspace/workspace';
import { writeJson } from './json-file';
import type { MessageRecord, TaskRecord } from './records';

/** What lives as long as the session and is in memory only. */
export interface Session {
  readonly secrets: EnvMap;
  /** Names of tools that `proceed_always` covers. */
  readonly allowedTools: Set<string>;
}

/** One task: its record and messages (on disk), its workspace, its session and its running turn. */
export class Task {
  readonly workspace: Workspace;
  session: Session | undefined;
  /** The turn at work; undefined while the task is idle. */
  turn: Turn | undefined;
  private usedAt = Date.now();

  constructor(
    private readonly folder: string,
    readonly record: TaskRecord,
    readonly messages: MessageRecord[],
  ) {
    this.workspace = new Workspace(join(folder, 'workspace'));
  }

  get id(): string {
    return this.record.id;
  }

  save(): void {
    writeJson(join(this.folder, 'task.json'), this.record);
    writeJson(join(this.folder, 'conversation.json'), this.messages);
  }

  /** Adds a message, which is what counts as activity. */
  add(message: Omit<MessageRecord, 'id' | 'createdAt'>): void {
    const createdAt = timestamp();
    this.messages.push({ id: `msg-${randomUUID()}`, ...message, createdAt });
    this.record.lastActivityAt = createdAt;
  }

  openSession(secrets: EnvMap): Session {
    this.usedAt = Date.now();
    this.session = { secrets, allowedTools: new Set() };
    return this.session;
  }

  /** The session, or a new one under a new id when it was idle for longer than `idleMs` or was lost. */
  restoreSession(idleMs: number): Session {
    const expired = Date.now() - this.usedAt > idleMs;
    this.usedAt = Date.now();
    if (this.session !== undefined && !expired) return this.session;
    this.record.sessionId = randomUUID();
    return this.openSession({});
  }

  /** A session is idle from the end of its last turn on. */
  touchSession(): void {
    this.usedAt = Date.now();
  }

  /** Ends the session now, as if it had been idle for too long. */
  expireSession(): void {
    this.session = undefined;
  }
}
