import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { startEmulator, type Emulator } from '../emulator';
import { emulator as ambient, until } from './control';
import { field } from './service';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('profiles', () => {
  const workKey = `sigmic_${randomBytes(32).toString('hex')}`;
  let service: Emulator;
  let home: string;
  let work: string;

  before(async () => {
    await ambient.reset();
    service = await startEmulator({ pace: 0, keys: [workKey] });
    await useApi(service.url);
    assert.equal(await run('sigmic.signIn', service.key, 'Home'), true);
    home = String(await run('sigmic.newTask', { message: 'What is 1 + 2?', submit: true }));
    assert.equal(await run('sigmic.signIn', workKey, 'Work'), true);
    work = String(await run('sigmic.newTask', { message: 'What is 3 + 4?', submit: true }));
  });
  after(async () => {
    for (const name of ['Home', 'Work']) await run('sigmic.signOut', name);
    await run('workbench.action.closeAllEditors');
    await useApi(undefined);
    await service.close();
  });

  async function useApi(url: string | undefined): Promise<void> {
    const settings = vscode.workspace.getConfiguration('sigmic');
    await settings.update('apiUrl', url, vscode.ConfigurationTarget.Global);
  }

  async function listed(): Promise<string[]> {
    const tasks = await run('sigmic.refreshTasks');
    assert.ok(Array.isArray(tasks));
    return tasks.map((task) => String(field(task, 'id')));
  }

  async function canRead(taskId: string): Promise<boolean> {
    // Asked anew: what was listed before says nothing about the key of now.
    await run('sigmic.refreshTasks', taskId);
    try {
      await vscode.workspace.fs.readDirectory(
        vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${taskId}` }),
      );
      return true;
    } catch {
      return false;
    }
  }

  it('show the tasks of the one in use, and switch by name whatever its case', async () => {
    assert.deepEqual(await listed(), [work]);
    assert.equal(await run('sigmic.switchProfile', 'home'), 'Home');
    assert.deepEqual(await listed(), [home]);
    assert.equal(await run('sigmic.switchProfile', 'Work'), 'Work');
    assert.deepEqual(await listed(), [work]);
  });

  it('are not switched to one that is not there', async () => {
    assert.equal(await run('sigmic.switchProfile', 'Nobody'), undefined);
    assert.deepEqual(await listed(), [work]);
  });

  it('work at the same time: each task with its own key', async () => {
    for (const name of ['Home', 'Work']) {
      await run('sigmic.switchProfile', name);
      assert.equal(await canRead(home), true, name);
      assert.equal(await canRead(work), true, name);
    }
  });

  it('make a task in the one in use', async () => {
    await run('sigmic.switchProfile', 'Home');
    const id = String(await run('sigmic.newTask', { message: 'What is 5 + 6?', submit: true }));
    assert.ok((await listed()).includes(id));
    await run('sigmic.switchProfile', 'Work');
    assert.ok(!(await listed()).includes(id));
    const text = await run('sigmic.exportTranscript', id);
    assert.match(String(text), /What is 5 \+ 6\?/);
  });

  it('keep a key of another name apart, and take a new key under a name they have', async () => {
    const next = `sigmic_${randomBytes(32).toString('hex')}`;
    service.addKey(next, workKey);
    assert.equal(await run('sigmic.signIn', next, 'work'), true);
    service.revokeKey(workKey);
    assert.equal(await canRead(work), true);
    assert.equal(await canRead(home), true);
  });

  it('are signed out of one by one', async () => {
    await run('sigmic.switchProfile', 'Home');
    await run('sigmic.signOut', 'Work');
    assert.equal(await canRead(home), true);
    const asked = service.requests.length;
    assert.equal(await canRead(work), false);
    assert.ok(!service.requests.slice(asked).some(({ path }) => path.includes(work)), 'no key goes astray');
    await until(async () => (await listed()).includes(home));
  });
});
