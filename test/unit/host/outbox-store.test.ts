import assert from 'node:assert/strict';
import promises, { lutimes, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboxEvent } from '../../../src/core/session/reduce-outbox';
import { OutboxStore } from '../../../src/host/chat/outbox/outbox-store';
import { VersionedRecords } from '../../../src/host/chat/outbox/versioned-records';
import { digestOf } from '../../../src/host/platform/kept-bytes';

describe('outboxes on disk', () => {
  let folder: string;
  const aside: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmic-outbox-'));
    aside.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** As another window has it. */
  const open = (): OutboxStore =>
    new OutboxStore(new VersionedRecords(join(folder, 'o')), (path) => aside.push(path));
  const add = (id: string): OutboxEvent => ({
    type: 'add',
    message: { id, text: `Say ${id}`, files: [{ name: 'a', size: 1, saved: { kind: 'x' } }] },
  });
  const texts = async (store: OutboxStore): Promise<string[]> =>
    (await store.load('t')).messages.map(({ text }) => text);

  it('lose nothing when many windows write at once', async () => {
    const windows = [open(), open(), open()];
    const ids = Array.from({ length: 45 }, (_, n) => `m${n}`);
    await Promise.all(ids.map((id, n) => windows[n % 3]!.apply('t', add(id))));
    const { messages } = await open().load('t');
    assert.deepEqual(messages.map(({ id }) => id).sort(), [...ids].sort());
    assert.deepEqual(messages[0]?.files, [{ name: 'a', size: 1, saved: { kind: 'x' } }]);
    assert.ok((await readdir(join(folder, 'o'))).length <= 20, 'old versions go');
  });

  it('lose nothing either on a disk without hard links', async () => {
    const { link } = promises;
    Object.assign(promises, {
      link: () => Promise.reject(Object.assign(new Error('not supported'), { code: 'ENOTSUP' })),
    });
    try {
      const windows = [open(), open(), open()];
      const ids = Array.from({ length: 45 }, (_, n) => `m${n}`);
      await Promise.all(ids.map((id, n) => windows[n % 3]!.apply('t', add(id))));
      const { messages } = await open().load('t');
      assert.deepEqual(messages.map(({ id }) => id).sort(), [...ids].sort());
      assert.deepEqual(aside, []);
    } finally {
      Object.assign(promises, { link });
    }
  });

  it('give a message to one of the windows that reach for it', async () => {
    const windows = Array.from({ length: 8 }, open);
    await windows[0]!.apply('t', add('m'));
    const changes = await Promise.all(
      windows.map((store, n) =>
        store.apply('t', {
          type: 'claim',
          id: 'm',
          by: { life: `w${n}`, pid: n, at: 1 },
          known: 0,
          sends: 0,
        }),
      ),
    );
    assert.equal(changes.filter(({ before, after }) => before !== after).length, 1);
  });

  it('tell for which tasks something waits', async () => {
    const store = open();
    assert.deepEqual(await store.waiting(), []);
    for (const taskId of ['a', 'b', 'c']) await store.apply(taskId, add(taskId));
    await store.apply('b', { type: 'remove', id: 'b' });
    await store.apply('c', { type: 'pause', pause: { kind: 'failed', message: 'x' } });
    await writeFile(join(folder, 'o', `${digestOf('d')}.1.json`), '{"messages":[{}]}');
    const waiting = [...(await open().waiting())].sort((one, other) =>
      one.taskId.localeCompare(other.taskId),
    );
    assert.deepEqual(waiting, [
      { taskId: 'a', isPaused: false },
      { taskId: 'c', isPaused: true },
    ]);
  });

  it('are kept apart by task, and empty at first', async () => {
    const store = open();
    assert.deepEqual(await store.load('../t'), { messages: [], sends: 0 });
    await store.apply('../t', add('a'));
    assert.deepEqual(await texts(store), []);
    assert.equal((await store.load('../t')).messages.length, 1);
  });

  it('that are corrupt or of a later version are put aside, and nothing older counts in their place', async () => {
    const store = open();
    await store.apply('t', add('a'));
    await store.apply('t', add('b'));
    for (const [version, content] of [
      [3, '{"messages": [{"id"'],
      [5, '{"version": 2, "queue": []}'],
    ] as const) {
      await writeFile(join(folder, 'o', `${digestOf('t')}.${version}.json`), content);
      assert.deepEqual(await texts(open()), []);
      assert.deepEqual(await texts(open()), []);
      await open().apply('t', add('c'));
      assert.deepEqual(await texts(store), ['Say c']);
    }
    assert.equal(aside.length, 2, 'said once each');
    assert.ok(aside.every((path) => path.endsWith('.unreadable')));
  });

  it('take messages however deep a value is that was written into them', async () => {
    await open().apply('t', add('a'));
    const deep = `${'['.repeat(9_000)}${']'.repeat(9_000)}`;
    const file = `{ "name": "f", "size": 1, "saved": ${deep} }`;
    const content = `{ "taskId": "t", "sends": 0, "messages": [{ "id": "b", "text": "Say b", "files": [${file}] }] }`;
    await writeFile(join(folder, 'o', `${digestOf('t')}.2.json`), content);
    await open().apply('t', add('c'));
    assert.deepEqual(await texts(open()), ['Say b', 'Say c']);
    assert.deepEqual(aside, []);
  });

  it('that cannot be read are an error, not an endless search nor an empty outbox', async () => {
    const store = open();
    await store.apply('t', add('a'));
    const path = (version: number): string => join(folder, 'o', `${digestOf('t')}.${version}.json`);
    // A link to itself fails with another error than "not there"; one that leads nowhere is listed and never there.
    await symlink(path(2), path(2));
    await assert.rejects(store.load('t'), { code: 'ELOOP' });
    await assert.rejects(store.apply('t', add('b')), { code: 'ELOOP' });
    await rm(path(2));
    await symlink(join(folder, 'nowhere'), path(2));
    await assert.rejects(store.load('t'), { code: 'ENOENT' });
    await rm(path(2));
    assert.deepEqual(await texts(store), ['Say a'], 'nothing was lost');
  });

  it('in whose place something else stands count as empty, and can be used', async () => {
    const store = open();
    await store.apply('t', add('a'));
    await mkdir(join(folder, 'o', `${digestOf('t')}.2.json`));
    assert.deepEqual(await texts(store), []);
    await store.apply('t', add('b'));
    assert.deepEqual(await texts(open()), ['Say b']);
    assert.equal(aside.length, 1);
  });

  it('are swept although one of them cannot be read', async () => {
    const store = open();
    await store.apply('t', add('a'));
    await store.apply('t', { type: 'remove', id: 'a' });
    const broken = join(folder, 'o', `${'0'.repeat(64)}.1.json`);
    await symlink(broken, broken);
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const name of await readdir(join(folder, 'o'))) await lutimes(join(folder, 'o', name), old, old);
    await store.sweep();
    assert.deepEqual(await readdir(join(folder, 'o')), [`${'0'.repeat(64)}.1.json`]);
  });

  it('tell the other windows of a change', async () => {
    const store = open();
    const seen = new Promise<boolean>((resolve, reject) => {
      void store
        .watch((isOf) => resolve(isOf('t') && !isOf('u')), reject)
        .then(async (stop) => {
          await open().apply('t', add('a'));
          await seen;
          stop();
        });
    });
    assert.equal(await seen, true);
  });

  it('are forgotten a day after the last message left, but never while one waits', async () => {
    const store = open();
    await store.apply('t', add('a'));
    await store.apply('u', add('b'));
    await store.apply('u', { type: 'remove', id: 'b' });
    await store.sweep();
    assert.equal((await readdir(join(folder, 'o'))).length, 3);
    const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
    for (const name of await readdir(join(folder, 'o'))) await utimes(join(folder, 'o', name), old, old);
    await store.sweep();
    assert.deepEqual(await readdir(join(folder, 'o')), [`${digestOf('t')}.1.json`]);
  });
});
