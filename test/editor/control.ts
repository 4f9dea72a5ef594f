import assert from 'node:assert/strict';
import type { Fault, LoggedRequest, ScriptStep } from '../emulator';

/** The door to the emulator, which is another process: faults and scripts for what follows, and what it was asked. */
export const emulator = {
  fault: (fault: Fault) => call('POST', '/faults', fault),
  /** Plays `steps` for every message that has `pattern` in it. */
  script: (pattern: string, steps: readonly ScriptStep[]) => call('POST', '/scripts', { pattern, steps }),
  openGate: (name: string) => call('POST', `/gates/${name}/open`),
  async reset(): Promise<void> {
    await call('DELETE', '/faults');
    await call('DELETE', '/scripts');
  },
  /** Requests of this method and path, the newest last. */
  async requests(method: string, path: RegExp): Promise<LoggedRequest[]> {
    const all = await call('GET', '/requests');
    assert.ok(Array.isArray(all));
    return all.filter(isRequest).filter((request) => request.method === method && path.test(request.path));
  },
};

/** Looks until `found` gives something, for as long as the test may take. */
export async function until<T>(found: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const result = await found();
    if (result !== undefined && result !== null && result !== false) return result;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const { SIGMIC_API_URL: url, SIGMIC_EMULATOR_CONTROL: token } = process.env;
  assert.ok(url !== undefined && token !== undefined, 'These tests run beside an emulator.');
  const response = await fetch(`${url}/__emulator${path}`, {
    method,
    headers: {
      'x-emulator-control': token,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  assert.equal(response.status, 200, `${method} ${path}`);
  const answer: unknown = await response.json();
  return typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'data') : undefined;
}

function isRequest(value: unknown): value is LoggedRequest {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
}
