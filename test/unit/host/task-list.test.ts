import assert from 'node:assert/strict';
import type { Task, TaskPage, TaskStatus } from '../../../src/core/api';
import { KnownSecrets } from '../../../src/host/platform/known-secrets';
import { TaskList } from '../../../src/host/tasks/task-list';

const now = Date.parse('2026-01-02T03:04:05Z');

function task(id: string, status: TaskStatus = 'completed', more: Partial<Task> = {}): Task {
  return { id, status, message: `Task ${id}`, pendingApprovals: [], ...more };
}

function page(ids: readonly string[], hasMore = false): TaskPage {
  return { tasks: ids.map((id) => task(id)), pagination: { hasMore } };
}

function listOf(...ids: string[]): TaskList {
  const list = new TaskList(() => now);
  list.replace(page(ids));
  return list;
}

const order = (list: TaskList): string[] => list.entries.map((entry) => entry.id);

describe('the list of tasks', () => {
  it("keeps the server's order", () => {
    assert.deepEqual(order(listOf('c', 'a', 'b')), ['c', 'a', 'b']);
  });

  it('masks what it holds by the secrets that are known when it is read', () => {
    const secrets = new KnownSecrets();
    const list = new TaskList(
      () => now,
      () => secrets.mask,
    );
    const failed = task('a', 'failed', { message: 'Log in with hunter22', error: 'hunter22 is wrong' });
    list.replace({ tasks: [failed, task('hunter22')], pagination: { hasMore: false } });
    list.trouble('a', 'Nothing for hunter22');
    assert.equal(list.get('a')?.title, 'Log in with hunter22');
    secrets.know({ TOKEN: 'hunter22' });
    const masked = list.get('a');
    assert.deepEqual(
      [masked?.title, masked?.error, masked?.trouble, masked?.task?.message, masked?.status],
      [
        'Log in with ••••TOKEN',
        '••••TOKEN is wrong',
        'Nothing for ••••TOKEN',
        'Log in with ••••TOKEN',
        'failed',
      ],
    );
    assert.equal(list.get('hunter22')?.id, 'hunter22', 'What the server is asked by stays.');
    secrets.know({ OTHER: 'wrong!', MORE: 'is wrong' });
    assert.equal(list.get('a')?.error, '••••TOKEN ••••MORE');
  });

  it('shows no task twice when the list moved between two pages', () => {
    const list = new TaskList();
    list.replace(page(['d', 'c', 'b'], true));
    list.append(page(['b', 'a']));
    assert.deepEqual(order(list), ['d', 'c', 'b', 'a']);
    assert.equal(list.hasMore, false);
  });

  it('takes over what a refresh tells, and forgets what is gone', () => {
    const list = listOf('a', 'b');
    list.replace({
      tasks: [task('b', 'failed', { error: 'No space left' })],
      pagination: { hasMore: false },
    });
    assert.deepEqual(order(list), ['b']);
    assert.equal(list.get('b')?.error, 'No space left');
    assert.equal(list.get('a'), undefined);
  });

  it('puts a task that was just created on top', () => {
    const list = listOf('a');
    assert.equal(list.applyHead({ id: 'new', title: 'Newest', status: 'pending' }), 'order');
    assert.deepEqual(order(list), ['new', 'a']);
    assert.equal(list.get('new')?.activeAt, now);
  });

  it('moves a task to the top when a follow-up starts it again', () => {
    const list = listOf('a', 'b', 'c');
    assert.equal(list.applyHead({ id: 'c', title: 'Task c', status: 'running' }), 'order');
    assert.deepEqual(order(list), ['c', 'a', 'b']);
  });

  it('changes a task in place when only its status changes', () => {
    const list = new TaskList(() => now);
    list.replace({ tasks: [task('a'), task('b', 'running')], pagination: { hasMore: false } });
    assert.equal(list.applyHead({ id: 'b', title: 'Task b', status: 'awaiting_approval' }), 'entry');
    assert.equal(list.applyHead({ id: 'b', title: 'Task b', status: 'completed' }), 'entry');
    assert.deepEqual(order(list), ['a', 'b']);
    assert.equal(list.get('b')?.status, 'completed');
  });

  it('tells nothing when nothing changed', () => {
    assert.equal(listOf('a').applyHead({ id: 'a', title: 'Task a', status: 'completed' }), 'none');
  });

  it('leaves an old idle task that was opened to the page it belongs to', () => {
    const list = listOf('a');
    assert.equal(list.applyHead({ id: 'old', title: 'Old', status: 'completed' }), 'none');
    assert.deepEqual(order(list), ['a']);
  });

  it('takes the newest time that the server tells for the activity', () => {
    const list = new TaskList();
    const times = { createdAt: '2026-01-01T00:00:00Z', lastActivityAt: '2026-01-02T00:00:00Z' };
    list.replace({
      tasks: [task('a', 'completed', times), task('b', 'completed', { createdAt: 'yesterday' })],
      pagination: { hasMore: false },
    });
    assert.equal(list.get('a')?.activeAt, Date.parse(times.lastActivityAt));
    assert.equal(list.get('b')?.activeAt, undefined);
  });

  it('lets no listing that was asked for earlier overwrite what was told since', () => {
    const list = new TaskList(() => now);
    list.replace({ tasks: [task('a', 'running'), task('b')], pagination: { hasMore: false } });
    const { asOf } = list;
    list.applyHead({ id: 'a', title: 'Task a', status: 'completed' });
    list.applyHead({ id: 'new', title: 'Newest', status: 'running' });
    const news = list.replace(
      { tasks: [task('b', 'failed'), task('a', 'running')], pagination: { hasMore: false } },
      asOf,
    );
    assert.deepEqual(order(list), ['new', 'b', 'a']);
    assert.equal(list.get('a')?.status, 'completed');
    assert.equal(list.get('b')?.status, 'failed');
    assert.deepEqual(
      news.map(({ id }) => id),
      ['b'],
    );
    list.replace({ tasks: [task('a', 'cancelled')], pagination: { hasMore: false } });
    assert.deepEqual(order(list), ['a']);
    assert.equal(list.get('a')?.status, 'cancelled');
  });

  it('keeps single tasks from further down, without counting them among the loaded', () => {
    const list = listOf('a');
    list.keepApart([{ id: 'old', title: 'Old', status: 'completed' }]);
    assert.deepEqual(order(list), ['a', 'old']);
    assert.equal(list.size, 1);
    assert.equal(list.applyHead({ id: 'old', title: 'Old', status: 'failed' }), 'entry');
    assert.deepEqual([order(list), list.get('old')?.status], [['a', 'old'], 'failed']);
    assert.equal(list.applyHead({ id: 'old', title: 'Old', status: 'running' }), 'order');
    assert.deepEqual(order(list), ['old', 'a']);
    list.replace(page(['a']));
    list.append(page(['old']));
    assert.deepEqual(order(list), ['a', 'old']);
  });

  it('remembers why a task could not be loaded, whatever a listing says of it', () => {
    const list = listOf('a');
    assert.equal(list.trouble('a', 'Gone'), 'entry');
    assert.equal(list.trouble('a', 'Gone'), 'none');
    list.replace(page(['a']));
    assert.equal(list.get('a')?.trouble, 'Gone');
    assert.equal(list.trouble('a', 'Gone', true), 'entry');
    assert.equal(list.trouble('a', 'Gone', true), 'none');
    assert.equal(list.get('a')?.reconnecting, true);
    assert.equal(list.trouble('a', undefined), 'entry');
    assert.equal(list.get('a')?.trouble, undefined);
    assert.equal(list.get('a')?.reconnecting, undefined);
    assert.equal(list.trouble('stranger', 'Gone'), 'none');
  });
});
