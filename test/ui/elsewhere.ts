import { setTimeout as delay } from 'node:timers/promises';
import type { Emulator } from '../emulator';

/** The same person on another computer: works on the same tasks with plain requests of its own. */
export class Elsewhere {
  constructor(
    private readonly emulator: Pick<Emulator, 'url' | 'key'>,
    /** The emulator's first one unless given. */
    private readonly givenKey?: string,
  ) {}

  private get key(): string {
    return this.givenKey ?? this.emulator.key;
  }

  /** Starts a task and answers its id. */
  async start(message: string, options: { autoExecute?: boolean } = {}): Promise<string> {
    return String(field(await this.request('POST', '/tasks', { message, ...options }), 'id'));
  }

  async send(id: string, message: string): Promise<void> {
    await this.request('POST', `/tasks/${id}/messages`, { message });
  }

  /** Answers a tool's question. */
  async answer(id: string, callId: string, outcome: string): Promise<void> {
    await this.request('POST', `/tasks/${id}/tools/${encodeURIComponent(callId)}/approve`, { outcome });
  }

  async cancel(id: string): Promise<void> {
    await this.request('DELETE', `/tasks/${id}`);
  }

  /** Resolves when the task has this status. */
  async untilStatus(id: string, wanted: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const status = field(await this.request('GET', `/tasks/${id}`), 'status');
      if (status === wanted) return;
      if (Date.now() > deadline) throw new Error(`The task is ${String(status)}, not ${wanted}.`);
      await delay(20);
    }
  }

  /** The id of the task that was begun last. */
  async newest(): Promise<string> {
    const tasks = await this.request('GET', '/tasks?limit=1');
    return String(field(Array.isArray(tasks) ? tasks[0] : undefined, 'id'));
  }

  /** Resolves when a message of these words is in the newest task. */
  async untilSaid(message: string): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const tasks = await this.request('GET', '/tasks?limit=1');
      if (Array.isArray(tasks) && tasks.length > 0) {
        const history = await this.request('GET', `/tasks/${await this.newest()}/history`);
        if (JSON.stringify(history).includes(JSON.stringify(message))) return;
      }
      if (Date.now() > deadline) throw new Error(`Nobody said "${message}".`);
      await delay(20);
    }
  }

  /** What was uploaded for a task and unpacked from ZIPs, by its path below `uploads/`. */
  async uploads(id: string): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const path of await this.files(id)) {
      if (!path.startsWith('uploads/') || path.endsWith('.zip')) continue;
      found[path.slice('uploads/'.length)] = (await this.download(id, path)).toString();
    }
    return found;
  }

  /** The paths of all files of a task, uploads included. */
  async files(id: string): Promise<string[]> {
    const listed = field(await this.request('GET', `/tasks/${id}/artifacts`), 'files');
    return Array.isArray(listed) ? listed.map((file) => String(field(file, 'path'))) : [];
  }

  /** The bytes of a file of a task. */
  async download(id: string, path: string): Promise<Buffer> {
    const query = `path=${encodeURIComponent(path)}`;
    const response = await fetch(`${this.emulator.url}/api/v1/tasks/${id}/artifacts/download?${query}`, {
      headers: { authorization: `Bearer ${this.key}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Runs a task to its end. */
  async finish(message: string, status = 'completed'): Promise<string> {
    const id = await this.start(message);
    await this.untilStatus(id, status);
    return id;
  }

  private async request(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.emulator.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
    return field(answer, 'data');
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
