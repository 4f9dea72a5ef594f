import assert from 'node:assert/strict';
import type { TaskMark } from '../../../src/host/platform/task-marks';
import type { TaskEntry } from '../../../src/host/tasks/task-list';
import { lookOf, type TaskLook } from '../../../src/host/tasks/task-look';

const now = Date.parse('2026-01-02T03:04:05Z');
const base: TaskEntry = { id: 'a', title: 'Do it', status: 'completed', activeAt: now - 5 * 60_000 };

function look(entry: Partial<TaskEntry>, mark: TaskMark = {}, unread = false): TaskLook {
  return lookOf({ ...base, ...entry }, { of: () => mark, isUnread: () => unread }, now);
}

describe('a task in the tree', () => {
  it('says its status by icon, and in words to a screen reader', () => {
    assert.deepEqual(
      (['running', 'awaiting_approval', 'failed', 'cancelled', 'completed'] as const).map((status) => {
        const { icon, label } = look({ status });
        return [icon[0], label];
      }),
      [
        ['play-circle', 'Do it, Running, 5 min. ago'],
        ['bell-dot', 'Do it, Waiting for you, 5 min. ago'],
        ['error', 'Do it, Failed, 5 min. ago'],
        ['circle-slash', 'Do it, Cancelled, 5 min. ago'],
        ['pass', 'Do it, Completed, 5 min. ago'],
      ],
    );
  });

  it('stands out while unread', () => {
    const { icon, description, label, contextValue } = look({}, {}, true);
    assert.equal(icon[0], 'pass-filled');
    assert.equal(description, '● 5 min. ago');
    assert.equal(label, 'Do it, Completed, unread, 5 min. ago');
    assert.equal(contextValue, 'task.ended.unread');
  });

  it('says what the person did with it', () => {
    const { description, contextValue } = look({ status: 'running' }, { pinned: true, hidden: true });
    assert.equal(description, 'pinned · hidden · running');
    assert.equal(contextValue, 'task.active.pinned.hidden');
  });

  it('says why it could not be loaded', () => {
    const { icon, description, tooltip, contextValue } = look({ trouble: 'Could not load the task:\ngone.' });
    assert.equal(icon[0], 'warning');
    assert.equal(description, 'could not be loaded');
    assert.match(tooltip, /Could not load the task: gone\./);
    assert.equal(contextValue, 'task.ended.troubled');
  });

  it('says that it reconnects, not that it could not be loaded, while a lost connection is tried again', () => {
    const { icon, description, label, tooltip } = look({
      status: 'running',
      trouble: 'The server is busy.',
      reconnecting: true,
    });
    assert.equal(icon[0], 'warning');
    assert.equal(description, 'reconnecting');
    assert.equal(label, 'Do it, reconnecting, Running, 5 min. ago');
    assert.match(tooltip, /The server is busy\./);
  });

  it('shows an unknown status in the words of the service, harmlessly', () => {
    const { icon, description, label } = look({ status: 'unknown', statusWord: 'on\u202Ehold\n$(bell)' });
    assert.equal(icon[0], 'question');
    assert.equal(description, 'on‹U+202E›hold · 5 min. ago');
    assert.equal(label, 'Do it, Unknown status: on‹U+202E›hold, 5 min. ago');
    assert.equal(look({ status: 'unknown' }).description, 'unknown status · 5 min. ago');
  });
});
