import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment } from '../../../src/host/attachment';
import { originsOf } from '../../../src/host/chat/origins-of';
import { packedOrigin, UploadOrigins } from '../../../src/host/platform/upload-origins';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

describe('where uploads came from', () => {
  const opened: UploadOrigins[] = [];
  afterEach(async () => {
    const all = opened.splice(0);
    for (const origins of all) origins.dispose();
    await Promise.all(all.map((origins) => origins.settled()));
  });
  const folder = temporaryFolder();

  async function open(): Promise<UploadOrigins> {
    const origins = new UploadOrigins(join(folder(), 'origins', 'uploads.json'), silentLog);
    opened.push(origins);
    await origins.settled();
    return origins;
  }

  it('is known by file and by folder, also after a restart', async () => {
    const first = await open();
    await first.note('t', [
      { path: 'uploads/b.ts', uri: 'file:///w/src/a/b.ts' },
      { path: 'uploads/src/', uri: 'file:///w/src' },
      { path: 'uploads/src/inner/', uri: 'file:///elsewhere/inner' },
    ]);
    for (const origins of [first, await open()]) {
      assert.deepEqual(origins.of('t', 'uploads/b.ts'), [{ uri: 'file:///w/src/a/b.ts', below: '' }]);
      assert.deepEqual(origins.of('t', 'uploads/src/x/y.ts'), [{ uri: 'file:///w/src', below: 'x/y.ts' }]);
      assert.deepEqual(origins.of('t', 'uploads/src/inner/z'), [
        { uri: 'file:///elsewhere/inner', below: 'z' },
      ]);
      assert.deepEqual(origins.of('t', 'uploads/c.ts'), []);
      assert.deepEqual(origins.of('t', 'b.ts'), []);
      assert.deepEqual(origins.of('other', 'uploads/b.ts'), []);
    }
  });

  it('is more than one when files from several places went under one name, numbered or not', async () => {
    const origins = await open();
    await origins.note('t', [{ path: 'uploads/b.ts', uri: 'file:///w/one/b.ts' }]);
    await origins.note('t', [{ path: 'uploads/b.ts', uri: 'file:///w/one/b.ts' }]);
    const one = { uri: 'file:///w/one/b.ts', below: '' };
    assert.deepEqual(origins.of('t', 'uploads/b.ts'), [one]);
    assert.deepEqual(origins.of('t', 'uploads/b (2).ts'), [one]);
    await origins.note('t', [{ path: 'uploads/b.ts', uri: '' }]);
    assert.deepEqual(origins.of('t', 'uploads/b.ts'), [{ uri: '', below: '' }, one]);
    await origins.note('t', [{ path: 'uploads/b (2).ts', uri: 'file:///w/b (2).ts' }]);
    assert.deepEqual(origins.of('t', 'uploads/b (2).ts'), [{ uri: 'file:///w/b (2).ts', below: '' }]);
    assert.equal(origins.of('t', 'uploads/b (3).ts').length, 2);
  });

  it('is forgotten for the tasks that sent something longest ago, when there are too many', async () => {
    const origins = await open();
    const many = Array.from({ length: 2000 }, (_item, n) => ({ path: `uploads/${n}`, uri: 'file:///w/n' }));
    for (const task of ['a', 'b', 'a', 'c']) await origins.note(task, many);
    assert.deepEqual(
      ['a', 'b', 'c'].map((task) => origins.of(task, 'uploads/7').length),
      [1, 0, 1],
    );
  });

  it('is set aside when it cannot be understood', async () => {
    await mkdir(join(folder(), 'origins'));
    await writeFile(join(folder(), 'origins', 'uploads.json'), '{"version":2,"tasks":{}}');
    const origins = await open();
    assert.deepEqual(origins.of('t', 'uploads/b.ts'), []);
    await origins.note('t', [{ path: 'uploads/b.ts', uri: 'file:///w/b.ts' }]);
    assert.equal(origins.of('t', 'uploads/b.ts').length, 1);
    const names = (await readdir(join(folder(), 'origins'))).sort();
    assert.match(names.join(), /^uploads\.json,uploads\.json\.\d+\.set-aside$/);
  });

  it('follows from the files of a message: by name, by folder, and by path when they are packed together', () => {
    const file = (
      name: string,
      more: Partial<Attachment> = {},
    ): { name: string; attachment: Attachment } => ({
      name,
      attachment: {
        source: name,
        name,
        size: 1,
        open: () => Promise.reject(new Error('Nothing is read for this.')),
        save: () => Promise.resolve({ kind: 'test' }),
        ...more,
      },
    });
    const contents = {
      files: [{ path: 'x', size: 1 }],
      leftOut: [],
      unsearched: 0,
      with: () => file('never').attachment,
    };
    const source = file('src (2).zip', { origin: 'file:///w/src', contents });
    assert.deepEqual(
      originsOf([
        file('b (2).ts', { origin: 'file:///w/b.ts' }),
        file('pasted.png'),
        file('.env', { origin: 'file:///w/.env', secret: 'an environment file' }),
        source,
      ]),
      [
        { path: 'uploads/b (2).ts', uri: 'file:///w/b.ts' },
        { path: 'uploads/pasted.png', uri: '' },
        { path: 'uploads/src (2).zip', uri: packedOrigin },
        { path: 'uploads/src (2)/', uri: 'file:///w/src' },
      ],
    );
    const many = Array.from({ length: 21 }, (_item, n) =>
      file(`${n}.ts`, { path: `src/deep/d${n % 2}/${n}.ts`, origin: `file:///w/src/deep/d${n % 2}/${n}.ts` }),
    );
    const packed = originsOf([...many, source]);
    assert.deepEqual(packed[0], { path: 'uploads/files.zip', uri: packedOrigin });
    assert.deepEqual(packed[4], { path: 'uploads/d1/3.ts', uri: 'file:///w/src/deep/d1/3.ts' });
    assert.deepEqual(packed[23], { path: 'uploads/src (2)/', uri: 'file:///w/src' });
  });
});
