import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { until } from './control';

/** The service as another client of the same person uses it: what happens here is news to the editor. */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const { SIGMIC_API_URL: url, SIGMIC_API_KEY: key } = process.env;
  const form = body instanceof FormData;
  const response = await fetch(`${url ?? ''}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key ?? ''}`,
      ...(body !== undefined && !form && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: form ? body : JSON.stringify(body) }),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
  return field(await response.json(), 'data');
}

/** A finished task with these files in its workspace: they are uploaded, then moved to where they belong. */
export async function taskWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const form = new FormData();
  const moves = Object.keys(files).map(
    (path, n) => `mkdir -p '${dirname(path)}' && mv 'uploads/${n}.bin' '${path}'`,
  );
  form.append('message', `Run \`${moves.join(' && ')}; rmdir uploads\``);
  for (const [n, content] of Object.values(files).entries())
    form.append('files', new Blob([Buffer.from(content)]), `${n}.bin`);
  const id = String(field(await request('POST', '/tasks', form), 'id'));
  await untilStatus(id, 'completed');
  return id;
}

/** Creates a task elsewhere and answers its id. */
export async function createTask(message: string, options: object = {}): Promise<string> {
  return String(field(await request('POST', '/tasks', { message, ...options }), 'id'));
}

export async function untilStatus(taskId: string, status: string): Promise<unknown> {
  return until(async () => {
    const task = await request('GET', `/tasks/${taskId}`);
    return field(task, 'status') === status && task;
  });
}

/** The call that waits for an answer. */
export async function waitingCall(taskId: string): Promise<string> {
  return until(async () => {
    const pending = field(await request('GET', `/tasks/${taskId}`), 'pendingApprovals');
    return Array.isArray(pending) && pending.length > 0 ? String(field(pending[0], 'callId')) : undefined;
  });
}

/** `undefined` when `value` has no such field. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
