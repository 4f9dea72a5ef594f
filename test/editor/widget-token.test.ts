import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startEmulator, type Emulator } from '../emulator';
import { emulator as ambient } from './control';
import { field } from './service';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('widget tokens', () => {
  let service: Emulator;

  before(async () => {
    await ambient.reset();
    service = await startEmulator({ pace: 0 });
    await useApi(service.url);
  });
  after(async () => {
    await run('sigmic.signOut', 'End user');
    await run('workbench.action.closeAllEditors');
    await useApi(undefined);
    await service.close();
  });

  async function useApi(url: string | undefined): Promise<void> {
    const settings = vscode.workspace.getConfiguration('sigmic');
    await settings.update('apiUrl', url, vscode.ConfigurationTarget.Global);
  }

  it('are created from arguments, with everything sent as given', async () => {
    const argument = {
      ...service.widgetApp,
      endUserId: 'user-1',
      expiresIn: '15m',
      env: { STAGE: 'test' },
      secrets: { PASS: 'hidden' },
    };
    const answer = await run('sigmic.createWidgetToken', argument);
    assert.match(String(field(answer, 'token')), /^eyJ/);
    const request = service.requests.at(-1);
    assert.equal(request?.path, '/api/v1/auth/token');
    assert.deepEqual(request.body, argument);
  });

  it('are not created from what is wrong, and nothing is asked', async () => {
    const whole = { ...service.widgetApp, endUserId: 'user-1' };
    for (const wrong of [{ appSecret: 'x' }, { endUserId: '' }, { expiresIn: 'soon' }, { env: { '1': 'x' } }])
      assert.equal(await run('sigmic.createWidgetToken', { ...whole, ...wrong }), undefined);
    await assert.rejects(async () => run('sigmic.createWidgetToken', { appSecret: { secret: 1 } }));
  });

  it('become a profile in which tasks are made as the end user, and are replaced in it', async () => {
    const argument = { ...service.widgetApp, endUserId: 'user-2', name: 'End user' };
    await run('sigmic.createWidgetToken', argument);
    const id = await run('sigmic.newTask', { message: 'What is 2 + 5?', submit: true });
    assert.equal(typeof id, 'string');
    const ids = async (): Promise<string[]> => {
      const tasks = await run('sigmic.refreshTasks');
      assert.ok(Array.isArray(tasks));
      return tasks.map((task) => String(field(task, 'id')));
    };
    assert.deepEqual(await ids(), [id]);
    await run('sigmic.createWidgetToken', { ...argument, expiresIn: '30m' });
    assert.deepEqual(await ids(), [id]);
    assert.equal(await run('sigmic.switchProfile', 'End user'), 'End user');
  });
});
