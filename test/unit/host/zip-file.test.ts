import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import yauzl from 'yauzl';
import { packZip, ZipTooLarge, type ZipEntry } from '../../../src/host/platform/zip-file';
import { unzipped } from './unzipped';

describe('packing a ZIP', () => {
  const entry = (path: string, content: BlobPart): ZipEntry => ({
    path,
    open: () => Promise.resolve(new Blob([content])),
  });
  /** Not to be made smaller. */
  const noise = (bytes: number) =>
    Uint8Array.from({ length: bytes }, (_item, n) => (Math.imul(n + 1, 2654435761) >>> 13) & 255);
  const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('sigmic-zip-'));

  it('keeps paths, names in any script, and every byte', async () => {
    const bytes = noise(300_000);
    const files = {
      'src/a.txt': 'Hello',
      'src/ünï/日本.txt': 'こんにちは',
      'src/empty': '',
      'odd\\name': 'x',
    };
    const progress: number[] = [];
    const zip = await packZip(
      [...Object.entries(files).map(([path, text]) => entry(path, text)), entry('src/noise.bin', bytes)],
      { maxBytes: 1e6, onProgress: (done) => progress.push(done) },
    );
    const unpacked = await unzipped(await readFile(zip.path));
    assert.deepEqual(
      [...unpacked].map(([path, content]) => [path, content.length]),
      [
        ['src/a.txt', 5],
        ['src/ünï/日本.txt', 15],
        ['src/empty', 0],
        ['odd_name', 1],
        ['src/noise.bin', 300_000],
      ],
    );
    assert.deepEqual(unpacked.get('src/noise.bin'), Buffer.from(bytes));
    assert.equal(unpacked.get('src/ünï/日本.txt')?.toString(), 'こんにちは');
    assert.equal(progress.at(-1), 300_021);
    assert.equal((await stat(dirname(zip.path))).mode & 0o077, 0);
    await zip.dispose();
    assert.ok(!existsSync(dirname(zip.path)));
  });

  it('keeps what may be run, and no other permission', async () => {
    const script: ZipEntry = { ...entry('run.sh', 'true'), isExecutable: () => Promise.resolve(true) };
    const zip = await packZip([script, entry('a.txt', 'a')], { maxBytes: 1e6 });
    const modes: [string, number][] = [];
    for await (const { fileName, externalFileAttributes } of (await yauzl.openPromise(zip.path)).eachEntry())
      modes.push([fileName, externalFileAttributes >>> 16]);
    assert.deepEqual(modes, [
      ['run.sh', 0o100755],
      ['a.txt', 0o100644],
    ]);
    await zip.dispose();
  });

  it('opens one file after the other', async () => {
    let open = 0;
    const lazily = (path: string): ZipEntry => ({
      path,
      open: () => {
        open += 1;
        return Promise.resolve(new Blob([noise(100_000)]));
      },
    });
    const opened: number[] = [];
    const zip = await packZip([lazily('a'), lazily('b'), lazily('c')], {
      maxBytes: 1e6,
      onProgress: () => opened.push(open),
    });
    assert.deepEqual([...new Set(opened)], [1, 2, 3]);
    await zip.dispose();
  });

  it('leaves nothing behind when it is stopped, too large, or a file fails', async () => {
    const before = await leftovers();
    const aborter = new AbortController();
    const stopped = packZip([entry('a', noise(5_000_000)), entry('b', noise(5_000_000))], {
      maxBytes: 1e8,
      signal: aborter.signal,
      onProgress: () => aborter.abort(new Error('stopped')),
    });
    await assert.rejects(stopped, /stopped/);
    await assert.rejects(packZip([entry('a', noise(300_000))], { maxBytes: 1000 }), ZipTooLarge);
    const gone: ZipEntry = { path: 'b', open: () => Promise.reject(new Error('gone')) };
    await assert.rejects(packZip([entry('a', 'x'), gone], { maxBytes: 1000 }), /gone/);
    const broken = new Blob(['abc']);
    broken.stream = () =>
      new ReadableStream({ start: (controller) => controller.error(new Error('unreadable')) });
    const unreadable: ZipEntry = { path: 'c', open: () => Promise.resolve(broken) };
    await assert.rejects(packZip([unreadable], { maxBytes: 1000 }), /unreadable/);
    assert.deepEqual(await leftovers(), before);
  });
});
