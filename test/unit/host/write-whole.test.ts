import assert from 'node:assert/strict';
import promises, { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately, writeWhole } from '../../../src/host/platform/write-whole';
import { temporaryFolder } from './temporary-folder';

describe('writing a file whole', () => {
  const folder = temporaryFolder();
  const path = (): string => join(folder(), 'file.txt');
  const mode = async (of: string): Promise<number> => (await stat(of)).mode & 0o777;

  it('keeps the old file until all of the new one is there', async () => {
    await writeFile(path(), 'old');
    await writeWhole(path(), async (draft) => {
      await writeFile(draft, 'ne');
      assert.equal(await readFile(path(), 'utf8'), 'old');
      await writeFile(draft, 'w', { flag: 'a' });
    });
    assert.equal(await readFile(path(), 'utf8'), 'new');
    assert.deepEqual(await readdir(folder()), ['file.txt']);
  });

  it('leaves the old file and nothing else when it fails half-way', async () => {
    await writeFile(path(), 'old');
    const failing = writeWhole(path(), async (draft) => {
      await writeFile(draft, 'ne');
      throw new Error('the disk is full');
    });
    await assert.rejects(failing, /the disk is full/);
    assert.equal(await readFile(path(), 'utf8'), 'old');
    assert.deepEqual(await readdir(folder()), ['file.txt']);
  });

  it('leaves nothing beside a path that cannot be taken', async () => {
    await mkdir(path());
    await assert.rejects(writePrivately(path(), 'new'));
    assert.deepEqual(await readdir(folder()), ['file.txt']);
    assert.ok((await stat(path())).isDirectory());
  });

  it('waits for whoever reads the old file where that keeps it from being replaced', async () => {
    await writeFile(path(), 'old');
    const { rename } = promises;
    let refused = 0;
    Object.assign(promises, {
      rename: (from: string, to: string) => {
        if (refused === 3) return rename(from, to);
        refused += 1;
        return Promise.reject(Object.assign(new Error('operation not permitted'), { code: 'EPERM' }));
      },
    });
    try {
      await writePrivately(path(), 'new');
    } finally {
      Object.assign(promises, { rename });
    }
    assert.equal(refused, 3);
    assert.equal(await readFile(path(), 'utf8'), 'new');
    assert.deepEqual(await readdir(folder()), ['file.txt']);
  });

  it('lets two writers of one file each write a whole one', async () => {
    const texts = ['a', 'b'].map((letter) => letter.repeat(1_000_000));
    await Promise.all(texts.map((text) => writePrivately(path(), text)));
    assert.ok(texts.includes(await readFile(path(), 'utf8')));
    assert.deepEqual(await readdir(folder()), ['file.txt']);
  });

  it('makes the folder, and both for this person alone, whatever the old file allowed', async () => {
    const inner = join(folder(), 'a', 'b', 'file.bin');
    await writePrivately(inner, new Uint8Array([1, 2]));
    assert.deepEqual([...(await readFile(inner))], [1, 2]);
    assert.equal(await mode(inner), 0o600);
    assert.equal(await mode(join(folder(), 'a', 'b')), 0o700);
    await chmod(inner, 0o644);
    await writePrivately(inner, 'again');
    assert.equal(await mode(inner), 0o600);
  });
});
