import assert from 'node:assert/strict';
import type { TaskMark } from '../../../src/host/platform/task-marks';
import { arrange, type Arrangement, type Choices } from '../../../src/host/tasks/arrangement';
import { describeFilter, parseFilter } from '../../../src/host/tasks/filter';
import type { TaskEntry } from '../../../src/host/tasks/task-list';

const hour = 3_600_000;
/** Noon, so that hours do not change the day wherever the test runs. */
const now = new Date(2026, 2, 20, 12).getTime();

function task(
  id: string,
  status: TaskEntry['status'],
  hoursAgo = 0,
  more: Partial<TaskEntry> = {},
): TaskEntry {
  return { id, title: `Task ${id}`, status, activeAt: now - hoursAgo * hour, ...more };
}

function arranged(
  entries: readonly TaskEntry[],
  choices: Partial<Choices> = {},
  marks: Readonly<Record<string, TaskMark>> = {},
  unread: readonly string[] = [],
): Arrangement {
  return arrange(
    entries,
    { of: (id) => marks[id] ?? {}, isUnread: ({ id }) => unread.includes(id) },
    { filter: undefined, grouping: 'none', showHidden: false, ...choices },
    now,
  );
}

const rows = ({ sections }: Arrangement): unknown[] =>
  sections.map(({ heading, entries }) => [heading, entries.map(({ id }) => id).join('')]);

describe('the arrangement of tasks', () => {
  const all = [
    task('a', 'running'),
    task('b', 'completed', 1),
    task('c', 'awaiting_approval', 2),
    task('d', 'failed', 30, { error: 'No space left' }),
    task('e', 'completed', 24 * 5),
    task('f', 'cancelled', 24 * 40),
    task('g', 'unknown', 24 * 400),
    task('h', 'pending', -5),
  ];

  it('is by newest activity, with what is pinned on top', () => {
    assert.deepEqual(rows(arranged(all)), [[undefined, 'abcdefgh']]);
    const marks = { d: { pinned: true }, f: { pinned: true } };
    assert.deepEqual(rows(arranged(all, {}, marks)), [[undefined, 'dfabcegh']]);
  });

  it('groups by status, what needs the person first', () => {
    assert.deepEqual(rows(arranged(all, { grouping: 'status' }, { e: { pinned: true } })), [
      ['Pinned', 'e'],
      ['Waiting for you', 'c'],
      ['Running', 'ah'],
      ['Failed', 'd'],
      ['Completed', 'b'],
      ['Cancelled', 'f'],
      ['Unknown status', 'g'],
    ]);
  });

  it('groups by the days of the calendar; a clock that is ahead makes no day of its own', () => {
    const timeless = task('z', 'completed', 0, { activeAt: undefined });
    assert.deepEqual(rows(arranged([timeless, ...all], { grouping: 'day' })), [
      ['Today', 'abch'],
      ['Yesterday', 'd'],
      ['Sunday', 'e'],
      ['February 8', 'f'],
      ['February 13, 2025', 'g'],
      ['Unknown day', 'z'],
    ]);
  });

  it('leaves out what is hidden, and counts it', () => {
    const marks = { a: { hidden: true }, b: { hidden: true } };
    assert.deepEqual(rows(arranged(all, {}, marks)), [[undefined, 'cdefgh']]);
    assert.deepEqual([arranged(all, {}, marks).shown, arranged(all, {}, marks).hidden], [6, 2]);
    assert.deepEqual(rows(arranged(all, { showHidden: true }, marks)), [[undefined, 'abcdefgh']]);
  });

  describe('with a filter', () => {
    const found = (options: object, unread: readonly string[] = []): string =>
      arranged(all, { filter: parseFilter(options) }, {}, unread)
        .sections.flatMap(({ entries }) => entries.map(({ id }) => id))
        .join('');

    it('has the tasks with all words, in title, id or error, whatever the case', () => {
      assert.equal(found({ text: 'task D' }), 'd');
      assert.equal(found({ text: 'SPACE  left' }), 'd');
      assert.equal(found({ text: 'space nowhere' }), '');
      assert.equal(found({ text: '.*' }), '');
      assert.equal(found({ text: '  ' }), 'abcdefgh');
    });

    it('has the tasks with one of the statuses; what waits to start counts as running', () => {
      assert.equal(found({ status: 'running' }), 'ah');
      assert.equal(found({ status: ['failed', 'cancelled'] }), 'df');
      assert.equal(found({ status: ['unread', 'failed'] }, ['b']), 'bd');
      assert.equal(found({ status: [] }), 'abcdefgh');
      assert.equal(found({ text: 'task b', status: 'completed' }), 'b');
    });

    it('says what it is', () => {
      assert.equal(
        describeFilter(parseFilter({ text: ' x ', status: ['failed', 'unread'] })),
        '“x”, Failed or Unread',
      );
    });

    it('refuses what it does not know, in words', () => {
      for (const options of [{ status: 'finished' }, { text: 7 }, 'text', null])
        assert.throws(
          () => parseFilter(options),
          /takes \{text\?, status\?\}; status is one or more of: unread, running/,
        );
    });
  });
});
