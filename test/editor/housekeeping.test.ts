import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { createTask, field, untilStatus, waitingCall } from './service';

/** The ids that a command on the list answers. */
async function ids(command: string, ...args: unknown[]): Promise<string[]> {
  const answer: unknown = await vscode.commands.executeCommand(command, ...args);
  assert.ok(Array.isArray(answer));
  return answer.map((task) => String(field(task, 'id')));
}

const shown = (): Promise<string[]> => ids('sigmic.filterTasks', { text: 'housekeeping' });

describe('keeping house among the tasks', () => {
  let done: string;
  let failed: string;
  let waiting: string;

  before(async () => {
    await emulator.reset();
    await emulator.script('housekeeping that fails', [{ fail: 'No space is left' }]);
    // One after the other: the list is by newest activity.
    done = await createTask('Some housekeeping');
    await untilStatus(done, 'completed');
    failed = await createTask('Some housekeeping that fails');
    await untilStatus(failed, 'failed');
    waiting = await createTask('Some housekeeping: run `true`', { autoExecute: false });
    await waitingCall(waiting);
    await vscode.commands.executeCommand('sigmic.refreshTasks');
  });
  after(async () => {
    await vscode.commands.executeCommand('sigmic.clearTaskFilter');
    await vscode.commands.executeCommand('sigmic.cancelTask', waiting);
    await emulator.reset();
  });

  it('filters by text and status, and answers what is shown', async () => {
    assert.deepEqual(await shown(), [waiting, failed, done]);
    assert.deepEqual(await ids('sigmic.filterTasks', { text: 'HOUSEKEEPING space', status: 'failed' }), [
      failed,
    ]);
    assert.deepEqual(
      await ids('sigmic.filterTasks', { text: 'housekeeping', status: ['completed', 'awaiting_approval'] }),
      [waiting, done],
    );
    assert.deepEqual(await ids('sigmic.filterTasks', { text: 'no such task' }), []);
    assert.ok((await ids('sigmic.filterTasks', {})).length >= 3);
    await assert.rejects(ids('sigmic.filterTasks', { status: 'finished' }), /status is one or more of/);
  });

  it('pins on top, by id or by node', async () => {
    await vscode.commands.executeCommand('sigmic.pinTask', done);
    assert.deepEqual(await shown(), [done, waiting, failed]);
    await vscode.commands.executeCommand('sigmic.pinTask', { kind: 'task', taskId: failed });
    assert.deepEqual(await shown(), [failed, done, waiting]);
    const nodes = [done, failed].map((taskId) => ({ kind: 'task', taskId }));
    await vscode.commands.executeCommand('sigmic.unpinTask', nodes[0], nodes);
    assert.deepEqual(await shown(), [waiting, failed, done]);
  });

  it('keeps a pinned task whose page is not loaded, also when it cannot be had', async () => {
    await vscode.commands.executeCommand('sigmic.pinTask', done);
    for (const status of [200, 404]) {
      await emulator.fault({
        match: { method: 'GET', path: '/tasks\\?' },
        respond: { status: 200, body: { success: true, data: [], pagination: { total: 0, hasMore: false } } },
      });
      if (status === 404)
        await emulator.fault({
          match: { method: 'GET', path: `/tasks/${done}$` },
          respond: { status, body: { success: false, error: { code: 'NOT_FOUND', message: 'Gone' } } },
        });
      await vscode.commands.executeCommand('sigmic.refreshTasks');
      await until(async () => (await ids('sigmic.filterTasks', { text: 'housekeeping' })).includes(done));
      await emulator.reset();
    }
    await vscode.commands.executeCommand('sigmic.unpinTask', done);
    await vscode.commands.executeCommand('sigmic.refreshTasks');
    assert.deepEqual(await shown(), [waiting, failed, done]);
  });

  it('hides and shows again', async () => {
    await vscode.commands.executeCommand('sigmic.hideTask', failed);
    assert.deepEqual(await shown(), [waiting, done]);
    await vscode.commands.executeCommand('sigmic.showHiddenTasks');
    assert.deepEqual(await shown(), [waiting, failed, done]);
    await vscode.commands.executeCommand('sigmic.concealHiddenTasks');
    assert.deepEqual(await shown(), [waiting, done]);
    await vscode.commands.executeCommand('sigmic.unhideTask', failed);
    assert.deepEqual(await shown(), [waiting, failed, done]);
  });

  it('groups what is shown', async () => {
    await vscode.commands.executeCommand('sigmic.groupTasksByStatus');
    assert.deepEqual(await shown(), [waiting, failed, done]);
    await vscode.commands.executeCommand('sigmic.pinTask', done);
    assert.deepEqual(await shown(), [done, waiting, failed]);
    await vscode.commands.executeCommand('sigmic.groupTasksByDay');
    assert.deepEqual(await shown(), [done, waiting, failed]);
    await vscode.commands.executeCommand('sigmic.unpinTask', done);
    await vscode.commands.executeCommand('sigmic.ungroupTasks');
    assert.deepEqual(await shown(), [waiting, failed, done]);
  });

  it('knows what is unread', async () => {
    const unread = (): Promise<string[]> =>
      ids('sigmic.filterTasks', { text: 'housekeeping', status: 'unread' });
    await vscode.commands.executeCommand('sigmic.markAllTasksRead');
    assert.deepEqual(await unread(), []);
    const fresh = await createTask('Some more housekeeping');
    await untilStatus(fresh, 'completed');
    await vscode.commands.executeCommand('sigmic.refreshTasks');
    assert.deepEqual(await unread(), [fresh]);
    await vscode.commands.executeCommand('sigmic.markTaskRead', fresh);
    assert.deepEqual(await unread(), []);
  });

  it('searches older tasks only until there is more to show', async () => {
    const page = (offset: number, titles: readonly string[], hasMore = true): Promise<unknown> =>
      emulator.fault({
        match: { method: 'GET', path: `offset=${offset}(&|$)` },
        respond: {
          status: 200,
          body: {
            success: true,
            data: titles.map((message, n) => ({ id: `old${offset + n}`, status: 'completed', message })),
            pagination: { total: 99, hasMore },
          },
        },
      });
    await vscode.commands.executeCommand('sigmic.clearTaskFilter');
    await page(0, [], false);
    await vscode.commands.executeCommand('sigmic.refreshTasks');
    await emulator.reset();
    await page(
      0,
      Array.from({ length: 50 }, (_, n) => `Task ${n}`),
    );
    for (const [n, title] of ['One', 'Two', 'A needle', 'Four'].entries()) await page(50 + n, [title]);
    await vscode.commands.executeCommand('sigmic.refreshTasks');
    assert.deepEqual(await ids('sigmic.filterTasks', { text: 'needle' }), []);
    await vscode.commands.executeCommand('sigmic.loadMoreTasks');
    assert.deepEqual(await ids('sigmic.filterTasks', { text: 'needle' }), ['old52']);
    const asked = (await emulator.requests('GET', /\/tasks\?/)).map(
      ({ path }) => /offset=(\d+)/.exec(path)?.[1],
    );
    assert.ok(asked.includes('52') && !asked.includes('53'));
    await vscode.commands.executeCommand('sigmic.clearTaskFilter');
    await emulator.reset();
    await vscode.commands.executeCommand('sigmic.refreshTasks');
  });

  it('copies ids and links of all that are selected', async () => {
    const nodes = [done, failed].map((taskId) => ({ kind: 'task', taskId }));
    await vscode.commands.executeCommand('sigmic.copyTaskId', nodes[0], nodes);
    assert.equal(await vscode.env.clipboard.readText(), `${done}\n${failed}`);
    await vscode.commands.executeCommand('sigmic.copyTaskLink', done);
    assert.equal(
      await vscode.env.clipboard.readText(),
      `${vscode.env.uriScheme}://sigmic.sigmic/task/${done}`,
    );
  });
});
