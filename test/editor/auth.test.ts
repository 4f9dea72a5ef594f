import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { startEmulator, type Emulator } from '../emulator';
import { emulator as ambient } from './control';

/** Tells by its answer whether the key in use is accepted, and never asks the person anything. */
async function canRead(taskId: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.readDirectory(
      vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${taskId}` }),
    );
    return true;
  } catch {
    return false;
  }
}

async function useApi(url: string | undefined): Promise<void> {
  await vscode.workspace.getConfiguration('sigmic').update('apiUrl', url, vscode.ConfigurationTarget.Global);
}

const signIn = (key: string): Thenable<unknown> => vscode.commands.executeCommand('sigmic.signIn', key);

describe('signing in', () => {
  const otherKey = `sigmic_${randomBytes(32).toString('hex')}`;
  const ids: Record<string, string> = {};
  let service: Emulator;

  /** Another service than the environment's: no key is known for it, as the environment's is of the other one. */
  before(async () => {
    await ambient.reset();
    service = await startEmulator({ pace: 0, keys: [otherKey] });
    for (const key of [service.key, otherKey]) {
      const response = await fetch(`${service.url}/api/v1/tasks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: 'What is 1 + 2?' }),
      });
      const created: unknown = await response.json();
      ids[key] = String(Reflect.get(Object(Reflect.get(Object(created), 'data')), 'id'));
    }
    await useApi(service.url);
  });
  after(async () => {
    await vscode.commands.executeCommand('sigmic.signOut');
    await useApi(undefined);
    await service.close();
  });

  const own = (): Promise<boolean> => canRead(ids[service.key] ?? '');
  const other = (): Promise<boolean> => canRead(ids[otherKey] ?? '');

  it('refuses what cannot be a key, and asks nobody about it', async () => {
    const before = service.requests.length;
    for (const value of ['', 'hello', 'sigmic_123', `sigmic_${'g'.repeat(64)}`, 'eyJhbGciOiJ9']) {
      assert.equal(await signIn(value), false, value);
    }
    assert.equal(service.requests.length, before);
  });

  it('refuses a key that the service refuses, and keeps nothing', async () => {
    assert.equal(await signIn(`sigmic_${'0'.repeat(64)}`), false);
    assert.equal(service.requests.at(-1)?.status, 401);
    assert.equal(await own(), false);
  });

  it('tries a good key by a real request and uses it from then on', async () => {
    const before = service.requests.length;
    assert.equal(await signIn(` ${service.key}\n`), true);
    assert.match(service.requests[before]?.path ?? '', /\/tasks\?limit=1/);
    assert.equal(await own(), true);
    assert.equal(await other(), false);
  });

  it('forgets what the key before could see when another takes its place', async () => {
    assert.equal(await signIn(otherKey), true);
    assert.equal(await other(), true);
    assert.equal(await own(), false);
    const tasks: unknown = await vscode.commands.executeCommand('sigmic.refreshTasks');
    assert.ok(Array.isArray(tasks));
    assert.deepEqual(
      tasks.map((task) => String(Reflect.get(Object(task), 'id'))),
      [ids[otherKey]],
    );
  });

  it('never sends a key to another origin than the one it was entered for', async () => {
    // The same service under another name accepts the same key: it would be read if the key were sent there.
    const before = service.requests.length;
    await useApi(service.url.replace('127.0.0.1', 'localhost'));
    assert.equal(await other(), false);
    // Nothing at all: the environment's key is for its own address only, too.
    assert.equal(service.requests.length, before);
    await useApi(service.url);
    assert.equal(await other(), true);
  });

  it('forgets the key when signing out', async () => {
    await vscode.commands.executeCommand('sigmic.signOut');
    assert.equal(await other(), false);
  });

  it('sends nothing to an address that is not safe for a key', async () => {
    const before = service.requests.length;
    await useApi(service.url.replace('127.0.0.1', '0.0.0.0'));
    assert.equal(await signIn(service.key), false);
    assert.equal(service.requests.length, before);
    await useApi(service.url);
  });

  it('lets no workspace choose the address', async () => {
    const update = vscode.workspace
      .getConfiguration('sigmic')
      .update('apiUrl', 'https://example.com', vscode.ConfigurationTarget.Workspace);
    await assert.rejects(async () => update);
  });
});
