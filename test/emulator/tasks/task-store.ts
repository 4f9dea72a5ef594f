import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { timestamp } from '../clock';
import { isObject } from '../http/json';
import { readJson } from './json-file';
import { isActive, type MessageRecord, type TaskRecord } from './records';
import { Task } from './task';

const interrupted = 'The emulator was stopped while this task was at work. Send a message to go on.';

/** What a caller decides about a new task; the rest is the store's. */
export type NewTask = Pick<
  TaskRecord,
  'apiKeyId' | 'username' | 'message' | 'systemPrompt' | 'showInHistory' | 'autoExecute' | 'env'
>;

/** All tasks, read from `<dataDir>/tasks` at the start. Each task has a folder of its own there. */
export class TaskStore {
  private readonly tasks = new Map<string, Task>();
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'tasks');
    mkdirSync(this.folder, { recursive: true });
    for (const id of readdirSync(this.folder)) this.load(id);
  }

  create(fields: NewTask): Task {
    const now = timestamp();
    const record: TaskRecord = {
      id: randomUUID(),
      ...fields,
      sessionId: randomUUID(),
      conversationId: randomUUID(),
      status: 'pending',
      error: null,
      createdAt: now,
      startedAt: null,
      completedAt: null,
      lastActivityAt: now,
    };
    const task = new Task(join(this.folder, record.id), record, []);
    this.tasks.set(task.id, task);
    return task;
  }

  /** The owner's task; what belongs to somebody else is as good as not there. */
  find(ownerId: string, id: string): Task | undefined {
    const task = this.tasks.get(id);
    return task?.record.apiKeyId === ownerId ? task : undefined;
  }

  /** The owner's tasks that show in the history, newest activity first. */
  list(ownerId: string): Task[] {
    return this.all()
      .filter((task) => task.record.apiKeyId === ownerId && task.record.showInHistory)
      .sort((a, b) => (a.record.lastActivityAt < b.record.lastActivityAt ? 1 : -1));
  }

  all(): Task[] {
    return [...this.tasks.values()];
  }

  /** A run that a restart cut off has failed, and says so: its half-done work is not repeated unasked. */
  private load(id: string): void {
    const record = readJson(join(this.folder, id, 'task.json'));
    const messages = readJson(join(this.folder, id, 'conversation.json'));
    if (!isTaskRecord(record) || !isMessages(messages)) return;
    const task = new Task(join(this.folder, id), record, messages);
    this.tasks.set(id, task);
    if (!isActive(record.status)) return;
    record.status = 'failed';
    record.error = interrupted;
    record.completedAt = timestamp();
    task.save();
  }
}

// Our own files, written atomically: enough is checked to leave out folders that are not ours.
function isTaskRecord(value: unknown): value is TaskRecord {
  return isObject(value) && typeof value.id === 'string' && typeof value.status === 'string';
}

function isMessages(value: unknown): value is MessageRecord[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item.content === 'string');
}
