import assert from 'node:assert/strict';
import fs from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { KnownSecrets } from '../../../src/host/platform/known-secrets';
import { TaskMarks } from '../../../src/host/platform/task-marks';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

const task = (id: string): { id: string; title: string } => ({ id, title: `Task ${id}` });

describe('marks on tasks', () => {
  const opened: TaskMarks[] = [];
  let profile = 'one';
  let clock = 1_000_000_000;
  let secrets = new KnownSecrets();

  async function open(): Promise<TaskMarks> {
    const path = join(folder(), 'tasks.json');
    const marks = new TaskMarks(
      path,
      () => profile,
      silentLog,
      (text) => secrets.text(text),
      () => clock,
    );
    opened.push(marks);
    await marks.settled();
    return marks;
  }

  async function told(marks: TaskMarks, condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve) => {
      const stop = marks.onDidChange(() => {
        if (!condition()) return;
        stop();
        resolve();
      });
    });
  }

  afterEach(async () => {
    const all = opened.splice(0);
    for (const marks of all) marks.dispose();
    await Promise.all(all.map((marks) => marks.settled()));
  });
  const folder = temporaryFolder();

  it('keep no secret in a title on disk, known before or after it was pinned', async () => {
    const marks = await open();
    const onDisk = (): Promise<string> => readFile(join(folder(), 'tasks.json'), 'utf8');
    try {
      secrets.know({ EARLY: 'hunter2-early' });
      await marks.pin([
        { id: 'a', title: 'Log in with hunter2-early' },
        { id: 'b', title: 'Log in with hunter2-late' },
      ]);
      assert.doesNotMatch(await onDisk(), /hunter2-early/);
      secrets.know({ LATE: 'hunter2-late' });
      await marks.maskTitles();
      assert.doesNotMatch(await onDisk(), /hunter2/);
      assert.match(marks.pinned.get('b') ?? '', /^Log in with \S/);
      assert.equal(marks.of('b').pinned, true);
    } finally {
      secrets = new KnownSecrets();
    }
  });

  it('keep a pinned task in the list of its own profile', async () => {
    const marks = await open();
    await marks.pin([task('a')]);
    profile = 'two';
    try {
      assert.deepEqual([...marks.pinned.keys()], []);
      await marks.pin([task('b')]);
      assert.deepEqual([...marks.pinned.keys()], ['b']);
    } finally {
      profile = 'one';
    }
    assert.deepEqual([...marks.pinned.keys()], ['a']);
  });

  it('are there at once, and after a restart', async () => {
    const marks = await open();
    const writing = Promise.all([
      marks.pin([task('a')]),
      marks.hide(['b', 'c'], true),
      marks.pin([task('d')]),
    ]);
    assert.equal(marks.of('a').pinned, true);
    assert.equal(marks.of('c').hidden, true);
    await writing;
    await marks.hide(['b'], false);
    await marks.unpin(['d']);
    const later = await open();
    assert.deepEqual([...later.pinned], [['a', 'Task a']]);
    assert.deepEqual(
      ['a', 'b', 'c', 'd', 'e'].map((id) => [later.of(id).pinned === true, later.of(id).hidden === true]),
      [
        [true, false],
        [false, false],
        [false, true],
        [false, false],
        [false, false],
      ],
    );
  });

  it('reach the other windows, and none is lost when two note something', async () => {
    const [one, other] = [await open(), await open()];
    await Promise.all([one.pin([task('a')]), one.hide(['b'], true)]);
    await other.pin([task('c')]);
    await told(one, () => one.of('c').pinned === true);
    await told(other, () => other.of('a').pinned === true && other.of('b').hidden === true);
    assert.equal(one.of('a').pinned, true);
  });

  it('set a file aside that another version wrote, or nobody understands', async () => {
    const texts = [
      '{"version":2,"tasks":[]}',
      '{"tasks":',
      '',
      '[]',
      '{"version":1,"since":[],"tasks":[["a",{"pinned":7}]]}',
    ];
    for (const text of texts) {
      await (await open()).pin([task('a')]);
      const path = join(folder(), 'tasks.json');
      await writeFile(path, text);
      const marks = await open();
      assert.equal(marks.of('a').pinned, undefined);
      await marks.pin([task('b')]);
      assert.equal((await open()).of('b').pinned, true);
    }
    assert.deepEqual((await setAside()).sort(), texts.sort(), 'one does not replace another');
  });

  it('are not kept from their place by a folder', async () => {
    await mkdir(join(folder(), 'tasks.json', 'inner'), { recursive: true });
    await (await open()).pin([task('a')]);
    assert.equal((await open()).of('a').pinned, true);
    assert.deepEqual(await setAside(), ['a folder']);
  });

  async function setAside(): Promise<string[]> {
    const names = (await readdir(folder())).filter((name) => name.endsWith('.set-aside'));
    return Promise.all(names.map((name) => readFile(join(folder(), name), 'utf8').catch(() => 'a folder')));
  }

  it('stay a few thousand, and keep what the person asked for', async () => {
    const marks = await open();
    await marks.pin([task('pinned')]);
    await marks.markRead(Array.from({ length: 3500 }, (_, n) => `t${n}`));
    const kept: unknown = JSON.parse(await readFile(join(folder(), 'tasks.json'), 'utf8'));
    assert.equal(v.parse(v.object({ tasks: v.array(v.unknown()) }), kept).tasks.length, 3000);
    assert.equal(marks.of('pinned').pinned, true);
  });

  describe('unread', () => {
    const ended = { id: 'a', status: 'completed', activeAt: 500 } as const;

    it('is nothing that the first list holds, and everything that ends later', async () => {
      const marks = await open();
      assert.equal(marks.isUnread(ended), false);
      marks.begin(500);
      assert.equal(marks.isUnread(ended), false);
      assert.equal(marks.isUnread({ ...ended, activeAt: 501 }), true);
      marks.begin(900);
      assert.equal(marks.isUnread({ ...ended, activeAt: 501 }), true);
      profile = 'two';
      assert.equal(marks.isUnread({ ...ended, activeAt: 501 }), false);
      profile = 'one';
    });

    it('is a task that ran when its chat was last in sight, not one that ended before the eyes', async () => {
      const marks = await open();
      marks.see('a', true);
      assert.equal(marks.isUnread({ ...ended, status: 'running' }), false);
      assert.equal(marks.isUnread({ ...ended, status: 'failed', activeAt: clock }), true);
      marks.see('a', false);
      assert.equal(marks.isUnread({ ...ended, status: 'failed', activeAt: clock }), false);
    });

    it('is a task that was active again long after it was seen, whatever the clocks', async () => {
      const marks = await open();
      marks.see('a', false);
      assert.equal(marks.isUnread({ ...ended, activeAt: clock + 60_000 }), false);
      assert.equal(marks.isUnread({ ...ended, activeAt: clock + 600_000 }), true);
      await marks.markRead(['a']);
      clock += 600_000;
      marks.see('a', false);
      assert.equal(marks.isUnread({ ...ended, activeAt: clock }), false);
    });
  });

  it('are there although the system watches no more files', async () => {
    await (await open()).pin([task('a')]);
    const { watch } = fs;
    Object.assign(fs, {
      watch: () => {
        throw Object.assign(new Error('the limit of watches is reached'), { code: 'ENOSPC' });
      },
    });
    try {
      assert.deepEqual([...(await open()).pinned], [['a', 'Task a']]);
    } finally {
      Object.assign(fs, { watch });
    }
  });
});
