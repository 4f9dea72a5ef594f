import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { maxUploadBytes } from '../../../src/core/api';
import type { Attachment, ContentFile, Looked } from '../../../src/host/attachment';
import { DraftFiles } from '../../../src/host/chat/draft-files';
import { openFiles } from '../../../src/host/chat/open-files';
import { zipUpload } from '../../../src/host/platform/zip-upload';
import { unzipped } from './unzipped';

function attachment(name: string, source = name, more: Partial<Attachment> = {}): Attachment {
  const open = (as: string) => Promise.resolve({ name: as, size: 3, source: new Blob(['abc']) });
  return { source, name, size: 3, open, save: () => Promise.resolve({ kind: 'test' }), ...more };
}

/** A folder as the uploads wing makes one, of files that hold their own path. */
function folder(name: string, files: readonly ContentFile[], look?: () => Promise<Looked>): Attachment {
  const sent = files.filter(({ secret, ticked }) => secret === undefined || ticked === true);
  const entries = sent.map(({ path, size }) => ({
    path: `${name}/${path}`,
    size,
    open: () => Promise.resolve({ source: new Blob([path]) }),
  }));
  return attachment(`${name}.zip`, `/${name}`, {
    size: sent.reduce((sum, { size }) => sum + size, 0),
    contents: { files, leftOut: [], unsearched: 0, with: (fewer) => folder(name, fewer, look) },
    open: (as, options) => zipUpload(as, entries, options),
    ...(look && { look }),
  });
}

const attached = (...attachments: Attachment[]) => ({ attachments, refused: [] });

describe('files of a draft', () => {
  it('get names of their own and are attached once', () => {
    const files = new DraftFiles();
    const attachments = [
      attachment('data.csv', '/a/data.csv'),
      attachment('Data.csv', '/b/Data.csv'),
      attachment('data.csv', '/a/data.csv'),
      attachment('data.csv', '/c/data.csv'),
      attachment('.env', '/a/.env'),
      attachment('.env', '/b/.env'),
      attachment('src', '/a/src'),
      folder('src', [{ path: 'x', size: 1 }]),
    ];
    assert.equal(files.add({ attachments, refused: [] }), undefined);
    assert.deepEqual(
      files.named.map(({ name }) => name),
      ['data.csv', 'Data (2).csv', 'data (3).csv', '.env', '.env (2)', 'src', 'src (2).zip'],
    );
  });

  it('are refused by name when they are too large', () => {
    const files = new DraftFiles();
    const large = attachment('film\u202E.mp4', 'film', { size: maxUploadBytes + 1 });
    const problem = files.add({ attachments: [large, attachment('a')], refused: ['"x" cannot be read.'] });
    assert.equal(files.named.length, 1);
    assert.match(problem ?? '', /^"x" cannot be read\. "film‹U\+202E›\.mp4" is 50\.0 MB, .* split it\.$/);
  });

  it('open under the name that is shown', async () => {
    const files = new DraftFiles();
    files.add(attached(attachment('a', '1'), attachment('a', '2')));
    files.remove(files.listing.files[0]!.id);
    const opened = await openFiles(files.named);
    assert.deepEqual(
      opened.files.map(({ name }) => name),
      ['a (2)'],
    );
  });

  it('stay here when they look like secrets, until they are ticked', async () => {
    const files = new DraftFiles();
    files.add(attached(attachment('.env', 'e', { secret: 'an environment file' }), attachment('a')));
    const [env] = files.listing.files;
    assert.deepEqual(env, { id: '1', name: '.env', size: 3, secret: 'an environment file', ticked: false });
    assert.match(files.heldBack ?? '', /^"\.env" looks like a secret and will stay here/);
    const names = async () => (await openFiles(files.named)).files.map(({ name }) => name);
    assert.deepEqual(await names(), ['a']);
    files.tick('1', true);
    assert.deepEqual(await names(), ['.env', 'a']);
    assert.equal(files.heldBack, undefined);
    assert.deepEqual(await files.named[0]?.attachment.save(), { kind: 'test', ticked: true });
    files.tick('1', false);
    assert.deepEqual(await names(), ['a']);
  });
});

describe('folders of a draft', () => {
  const contents: readonly ContentFile[] = [
    { path: 'a.ts', size: 4 },
    { path: 'b/.env', size: 6, secret: 'an environment file' },
    { path: 'b/c.ts', size: 6 },
  ];

  async function sent(files: DraftFiles): Promise<Record<string, readonly string[]>> {
    const opened = await openFiles(files.named);
    const found: Record<string, readonly string[]> = {};
    for (const { name, source } of opened.files) {
      found[name] = name.endsWith('.zip') ? [...(await unzipped(await buffer(source.stream()))).keys()] : [];
    }
    await opened.dispose();
    return found;
  }

  it('are listed with what goes and what stays, and go as one ZIP', async () => {
    const files = new DraftFiles();
    files.add(attached(folder('src', contents), attachment('notes.md')));
    assert.deepEqual(files.listing.folders, [
      {
        id: '1',
        name: 'src',
        zip: 'src.zip',
        count: 2,
        size: 10,
        secrets: 1,
        rows: [
          { key: 'b/.env', name: 'b/.env', size: 6, secret: 'an environment file', ticked: false },
          { key: 'a.ts', name: 'a.ts', size: 4 },
          { key: 'b/c.ts', name: 'b/c.ts', size: 6 },
        ],
        more: 0,
        leftOut: [],
        unsearched: 0,
      },
    ]);
    assert.deepEqual(await sent(files), { 'src.zip': ['src/a.ts', 'src/b/c.ts'], 'notes.md': [] });
    files.tick('1', true, 'b/.env');
    files.remove('1', 'a.ts');
    assert.deepEqual(await sent(files), { 'src.zip': ['src/b/.env', 'src/b/c.ts'], 'notes.md': [] });
    files.remove('1', 'b/.env');
    files.remove('1', 'b/c.ts');
    assert.deepEqual(await sent(files), { 'notes.md': [] });
    assert.deepEqual(files.listing.folders, []);
  });

  it('tell the view a bounded list, and more of it when asked', () => {
    const files = new DraftFiles();
    const many = Array.from({ length: 450 }, (_item, n) => ({ path: `f${n}`, size: 1 }));
    files.add(attached(folder('big', [...many, { path: 'z.pem', size: 1, secret: 'a key' }])));
    const listed = () => files.listing.folders.map(({ rows, more }) => [rows.length, more, rows[0]?.name]);
    assert.deepEqual(listed(), [[200, 251, 'z.pem']]);
    files.showMore('1');
    files.showMore('1');
    assert.deepEqual(listed(), [[451, 0, 'z.pem']]);
  });

  it('more than 20 files go as one too, with the paths that they have in the workspace', async () => {
    const files = new DraftFiles();
    const many = Array.from({ length: 20 }, (_item, n) =>
      attachment(`${n}.csv`, `w${n}`, { path: `data/${n % 2 === 0 ? 'even' : 'odd'}/${n}.csv` }),
    );
    const image = attachment('0.csv', 'dropped');
    files.add(
      attached(...many, image, attachment('key.pem', 'k', { secret: 'a key', path: 'data/key.pem' })),
    );
    assert.deepEqual(files.listing.files.length, 1, 'the secret does not count');
    const [together] = files.listing.folders;
    assert.deepEqual(
      [together?.id, together?.name, together?.zip, together?.count],
      ['together', 'Files', 'files.zip', 21],
    );
    const { 'files.zip': packed = [] } = await sent(files);
    assert.equal(packed.length, 21);
    assert.deepEqual(packed.slice(0, 2), ['even/0.csv', 'odd/1.csv']);
    assert.ok(packed.includes('0 (2).csv'));
    files.remove('together', together?.rows[0]?.key);
    assert.equal(files.listing.folders.length, 0, '20 go as they are');
    assert.equal((await openFiles(files.named)).files.length, 20);
  });

  it('say what changed before they are sent', async () => {
    const files = new DraftFiles();
    const look = (): Promise<Looked> =>
      Promise.resolve({
        attachment: folder('src', [{ path: 'b/c.ts', size: 9 }]),
        gone: ['a.ts'],
        secrets: [],
        changed: ['b/c.ts'],
      });
    files.add(attached(folder('src', contents, look)));
    const told = await files.look();
    assert.match(told.obstacle ?? '', /^"a\.ts" is not there any more\. Nothing was sent/);
    assert.match(told.changed ?? '', /"b\/c\.ts" changed after it was attached/);
    assert.deepEqual(
      files.listing.folders.map(({ count, size }) => [count, size]),
      [[1, 9]],
    );
    assert.deepEqual(await files.look(), {});
  });

  it('are refused when the ZIP is too large, by the name of what is largest, and nothing is left behind', async () => {
    const temporary = await mkdtemp(join(tmpdir(), 'sigmic-test-'));
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = temporary;
    try {
      const noise = new Uint8Array(26 * 1024 * 1024);
      for (let at = 0; at < noise.length; at += 65_536)
        crypto.getRandomValues(noise.subarray(at, at + 65_536));
      const open = () => Promise.resolve({ source: new Blob([noise]) });
      const film = (path: string) => ({ path, size: noise.length, open });
      const small = { path: 'x/small', size: 1, open: () => Promise.resolve({ source: new Blob(['x']) }) };
      await assert.rejects(
        zipUpload('x.zip', [small, film('x/a.mp4'), film('x/b.mp4')]),
        /"x\.zip" would have more than 50 MB.*"x\/a\.mp4" \(26\.0 MB\), "x\/b\.mp4" \(26\.0 MB\)/,
      );
      await assert.rejects(zipUpload('x.zip', [small], { signal: AbortSignal.abort() }), {
        kind: 'cancelled',
      });
      assert.deepEqual(await readdir(temporary), []);
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      await rm(temporary, { recursive: true });
    }
  });
});
