import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { createTask, field, request, untilStatus, waitingCall } from './service';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly status: string;
}

async function tasksOf(command: string, ...args: unknown[]): Promise<Listed[]> {
  const answer: unknown = await vscode.commands.executeCommand(command, ...args);
  assert.ok(Array.isArray(answer));
  return answer.map((task) => ({
    id: String(field(task, 'id')),
    title: String(field(task, 'title')),
    status: String(field(task, 'status')),
  }));
}

const refresh = (): Promise<Listed[]> => tasksOf('sigmic.refreshTasks');

describe('the tree of tasks', () => {
  beforeEach(() => emulator.reset());
  after(async () => {
    await emulator.reset();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('lists the newest activity first', async () => {
    const older = await createTask('What is 1 + 1?');
    await untilStatus(older, 'completed');
    const newer = await createTask('What is 2 + 2?');
    await untilStatus(newer, 'completed');
    const [first, second] = await refresh();
    assert.deepEqual(first, { id: newer, title: 'What is 2 + 2?', status: 'completed' });
    assert.equal(second?.id, older);
  });

  it('loads more by pages, and no task twice when a new one came between', async () => {
    for (let n = 0; n < 55; n += 1) await createTask(`What is ${n} + 0?`);
    const shown = await refresh();
    const newest = await createTask('What is 56 + 0?');
    const all = await tasksOf('sigmic.loadMoreTasks');
    const ids = all.map(({ id }) => id);
    assert.ok(all.length > shown.length);
    assert.equal(new Set(ids).size, ids.length);
    const refreshed = await refresh();
    assert.equal(refreshed[0]?.id, newest);
    assert.ok(refreshed.length >= all.length, 'A refresh keeps as much as was loaded.');
  });

  it('keeps what is there when a refresh fails', async () => {
    const before = await refresh();
    await emulator.fault({
      match: { method: 'GET', path: '/tasks\\?' },
      respond: { status: 400, body: 'no' },
    });
    assert.deepEqual(await refresh(), before);
    assert.equal((await emulator.requests('GET', /\/tasks\?/)).at(-1)?.status, 400);
    await emulator.reset();
    const added = await createTask('What is 3 + 3?');
    assert.equal((await refresh())[0]?.id, added);
  });

  it('shows a task that is created here at once, and its end', async () => {
    await refresh();
    const id: unknown = await vscode.commands.executeCommand('sigmic.newTask', {
      message: 'What is 4 + 4?',
      submit: true,
    });
    // Later pages do not hold it: what this answers on top comes from the session.
    const entry = await until(async () => {
      const [newest] = await tasksOf('sigmic.loadMoreTasks');
      return newest?.status === 'completed' ? newest : undefined;
    });
    assert.deepEqual(entry, { id, title: 'What is 4 + 4?', status: 'completed' });
  });

  it('follows a task that runs elsewhere, and lets its question be answered here', async () => {
    const id = await createTask('Run `echo followed`', { autoExecute: false });
    const callId = await waitingCall(id);
    assert.equal((await refresh())[0]?.status, 'awaiting_approval');
    await until(async () => (await emulator.requests('GET', new RegExp(`${id}/stream`))).length > 0);
    await until(async () => {
      await vscode.commands.executeCommand('sigmic.approveTool', id, callId);
      return (await emulator.requests('POST', new RegExp(`${callId}/approve`))).length > 0;
    });
    await untilStatus(id, 'completed');
  });

  it('cancels a task that runs', async () => {
    const id = await createTask('Run `sleep 60`', { autoExecute: false });
    await waitingCall(id);
    await refresh();
    await vscode.commands.executeCommand('sigmic.cancelTask', id);
    assert.equal(field(await request('GET', `/tasks/${id}`), 'status'), 'cancelled');
    const entry = (await refresh()).find((task) => task.id === id);
    assert.equal(entry?.status, 'cancelled');
  });

  it('takes the node of a task as well as its id', async () => {
    const id = await createTask('Run `sleep 60`', { autoExecute: false });
    await waitingCall(id);
    await vscode.commands.executeCommand('sigmic.cancelTask', { kind: 'task', taskId: id });
    await untilStatus(id, 'cancelled');
  });
});
