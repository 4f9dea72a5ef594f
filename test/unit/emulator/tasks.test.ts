import assert from 'node:assert/strict';
import { asList, asObject, assertFailure, Rig } from './rig';

describe('emulator: tasks', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.start()));
  afterEach(() => rig.close());

  it('answers a new task at once as pending and finishes it in the background', async () => {
    const { status, body } = await rig.form('/tasks', { message: 'What is 2+2?' });
    assert.equal(status, 200);
    const data = asObject(body.data);
    assert.equal(data.status, 'pending');
    const { text } = await rig.watch(String(data.id));
    assert.match(text, /^2\+2 equals 4\./);
    const task = await rig.task(String(data.id));
    assert.equal(task.status, 'completed');
    assert.equal(task.message, 'What is 2+2?');
    assert.equal(task.systemPrompt, null);
    assert.equal(task.env, null);
    assert.equal(task.error, null);
    assert.equal(task.autoExecute, true);
    assert.equal(task.showInHistory, true);
    assert.ok(
      String(task.createdAt) <= String(task.startedAt) && String(task.startedAt) <= String(task.completedAt),
    );
    assert.equal(asObject(task.output).content, text);
  });

  it('says what is wrong with a request', async () => {
    const bad = async (body: unknown): Promise<void> =>
      assertFailure(await rig.post('/tasks', body), 400, 'VALIDATION_ERROR');
    await bad({});
    await bad({ message: ' ' });
    await bad({ message: 7 });
    await bad([]);
    await bad({ message: 'x', autoExecute: 'maybe' });
    await bad({ message: 'x', env: { 'A-B': 'c' } });
    await bad({ message: 'x', secrets: { A: 1 } });
    assertFailure(await rig.form('/tasks', { message: 'x', env: '{"A":"b"}' }), 400, 'VALIDATION_ERROR');
    assertFailure(await rig.form('/tasks', {}), 400, 'VALIDATION_ERROR');
    const broken = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"message":' };
    assertFailure(await rig.json('/tasks', broken), 400, 'VALIDATION_ERROR');
    assertFailure(await rig.json('/tasks/nothing'), 404, 'NOT_FOUND');
    assertFailure(await rig.json('/nowhere'), 404, 'NOT_FOUND');
  });

  it('lists tasks by newest activity, in pages', async () => {
    const first = await rig.create('What is 1+1?');
    await rig.watch(first);
    const second = await rig.create('What is 2+2?');
    await rig.watch(second);
    await rig.followUp(first, 'multiply that by 5');
    const hidden = await rig.create('What is 3+3?', { showInHistory: false });
    await rig.watch(hidden);

    const page = async (query: string): Promise<[string[], unknown]> => {
      const { body } = await rig.json(`/tasks${query}`);
      return [asList(body.data).map(({ id }) => String(id)), body.pagination];
    };
    assert.deepEqual(await page(''), [[first, second], { total: 2, limit: 50, offset: 0, hasMore: false }]);
    assert.deepEqual(await page('?limit=1'), [[first], { total: 2, limit: 1, offset: 0, hasMore: true }]);
    assert.deepEqual(await page('?limit=1&offset=1'), [
      [second],
      { total: 2, limit: 1, offset: 1, hasMore: false },
    ]);
    const { body } = await rig.json('/tasks');
    assert.deepEqual(
      asList(body.data).map(({ messageCount }) => messageCount),
      [4, 2],
    );
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?offset=-1']) {
      assertFailure(await rig.json(`/tasks${query}`), 400, 'VALIDATION_ERROR');
    }
    assert.equal((await rig.task(hidden)).status, 'completed');
  });

  it('keeps the conversation for follow-ups and the history', async () => {
    const { id } = await rig.run('What is 2+2?');
    assert.equal(await rig.followUp(id, 'Now multiply that by 10'), '4*10 equals 40.');
    assert.match(
      await rig.followUp(id, 'What did I ask before?'),
      /1\. What is 2\+2\?\n2\. Now multiply that by 10/,
    );
    const { body } = await rig.json(`/tasks/${id}/history`);
    const history = asObject(body.data);
    assert.equal(history.taskId, id);
    assert.equal(history.status, 'completed');
    const roles = asList(history.messages).map(({ role }) => role);
    assert.deepEqual(roles, ['user', 'assistant', 'user', 'assistant', 'user', 'assistant']);
  });

  it('refuses a message while the task is busy', async () => {
    rig.emulator.script(/busy/, [{ gate: 'go' }]);
    const id = await rig.create('busy');
    assertFailure(await rig.post(`/tasks/${id}/messages`, { message: 'more' }), 400, 'VALIDATION_ERROR');
    rig.emulator.openGate('go');
  });

  it('cancels a running task once', async () => {
    const id = await rig.create('Wait 60 seconds');
    const looking = rig.watch(id);
    const { body } = await rig.json(`/tasks/${id}`, { method: 'DELETE' });
    assert.deepEqual(body, { success: true, data: { message: 'Task cancelled' } });
    const { events } = await looking;
    assert.equal(events.at(-1)?.event, 'done');
    const task = await rig.task(id);
    assert.equal(task.status, 'cancelled');
    assert.equal(typeof task.completedAt, 'string');
    const again = await rig.json(`/tasks/${id}`, { method: 'DELETE' });
    assert.equal(again.status, 200);
    assert.match(await rig.followUp(id, 'What is 5*5?'), /25/);
  });

  it('fails a task with an error event and the error in the task', async () => {
    rig.emulator.script(/break/, [{ event: 'content', data: { text: 'So far' } }, { fail: 'out of luck' }]);
    const { id, events } = await rig.run('break');
    assert.deepEqual(events.at(-1), {
      event: 'error',
      data: { message: 'out of luck', code: 'EXECUTION_ERROR' },
    });
    const task = await rig.task(id);
    assert.equal(task.status, 'failed');
    assert.equal(task.error, 'out of luck');
    assert.equal(asObject(task.output).content, 'So far');
  });
});
