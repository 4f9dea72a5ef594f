import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { asList, asObject, assertFailure, named, Rig, type Answer } from './rig';

async function zipOf(files: Record<string, string>, options: { mode?: number } = {}): Promise<Blob> {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), path, options);
  zip.end();
  return new Blob([new Uint8Array(await buffer(zip.outputStream))]);
}

/** yazl refuses to write a name with `..`, so one is put in afterwards in place of a name as long. */
async function slippingZip(): Promise<Blob> {
  const zip = Buffer.from(await (await zipOf({ 'xx/evil.txt': 'evil' })).arrayBuffer());
  return new Blob([
    Buffer.from(zip.toString('latin1').replaceAll('xx/evil', '../evil'.slice(0, 7)), 'latin1'),
  ]);
}

describe('emulator: uploads and artifacts', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.start()));
  afterEach(() => rig.close());

  const upload = (files: Record<string, Blob | string>): Promise<Answer> =>
    rig.form('/tasks', { message: 'hello' }, files);
  const idOf = (body: Record<string, unknown>): string => String(asObject(body.data).id);
  const paths = async (id: string): Promise<unknown[]> => (await rig.files(id)).map(({ path }) => path);

  it('puts files into uploads/, byte for byte, whatever their names', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_item, index) => (index * 7) % 256));
    const { body } = await upload({ 'größe ✓.bin': new Blob([bytes]), 'empty.txt': '' });
    const id = idOf(body);
    const { events } = await rig.watch(id);
    assert.deepEqual(named(events, 'history_message')[0]?.attachedFiles, [
      { name: 'größe ✓.bin', path: 'uploads/größe ✓.bin' },
      { name: 'empty.txt', path: 'uploads/empty.txt' },
    ]);
    const response = await rig.fetch(
      `/tasks/${id}/artifacts/download?path=${encodeURIComponent('uploads/größe ✓.bin')}`,
    );
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.equal(response.headers.get('content-length'), '100000');
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename="gr__e _.bin"; filename\*=UTF-8''gr%C3%B6/,
    );
    assert.ok(Buffer.from(await response.arrayBuffer()).equals(bytes));
    assert.equal(await rig.download(id, 'uploads/empty.txt'), '');

    const logged = rig.emulator.requests.find(({ method }) => method === 'POST');
    assert.deepEqual(logged?.fields, { message: 'hello' });
    assert.equal(logged.files?.[0]?.sha256, createHash('sha256').update(bytes).digest('hex'));
    assert.equal(logged.headers.authorization, undefined);
  });

  it('keeps an earlier file of the same name', async () => {
    const { body } = await upload({ 'a.txt': 'first' });
    const id = idOf(body);
    await rig.watch(id);
    await rig.form(`/tasks/${id}/messages`, { message: 'hello' }, { 'a.txt': 'second' });
    assert.equal(await rig.download(id, 'uploads/a.txt'), 'first');
    assert.equal(await rig.download(id, 'uploads/a (2).txt'), 'second');
  });

  it('unpacks archives beside them', async () => {
    const { body } = await upload({ 'code.zip': await zipOf({ 'src/a.ts': 'A', 'b.md': 'B' }) });
    assert.deepEqual(await paths(idOf(body)), ['uploads/b.md', 'uploads/code.zip', 'uploads/src/a.ts']);
    assert.equal(await rig.download(idOf(body), 'uploads/src/a.ts'), 'A');
  });

  it('refuses archives that lead outside, hold links, or are none', async () => {
    const refused = async (zip: Blob): Promise<void> =>
      assertFailure(await upload({ 'bad.zip': zip }), 400, 'VALIDATION_ERROR');
    await refused(await slippingZip());
    await refused(await zipOf({ link: '/etc/passwd' }, { mode: 0o120777 }));
    await refused(new Blob(['no archive']));
    assert.equal(existsSync(join(rig.emulator.dataDir, 'evil.txt')), false);
    const { body } = await rig.json('/tasks');
    assert.deepEqual(body.data, []);
  });

  it('takes 20 files and no more, none larger than 50 MB', async () => {
    const many = (count: number): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_item, index) => [`${index}.txt`, 'x']));
    assert.equal((await upload(many(20))).status, 200);
    assertFailure(await upload(many(21)), 400, 'VALIDATION_ERROR');
    const limit = 50 * 1024 * 1024;
    assertFailure(
      await upload({ 'big.bin': new Blob([new Uint8Array(limit + 1)]) }),
      400,
      'VALIDATION_ERROR',
    );
  });

  it('lists files with their kinds', async () => {
    const { id } = await rig.run('Run `mkdir out && echo x > out/a.md && echo "<svg/>" > b.svg && echo > c`');
    const files = await rig.files(id);
    assert.deepEqual(
      files.map(({ name, path, mimeType, category }) => [name, path, mimeType, category]),
      [
        ['b.svg', 'b.svg', 'image/svg+xml', 'image'],
        ['c', 'c', 'application/octet-stream', 'other'],
        ['a.md', 'out/a.md', 'text/markdown', 'document'],
      ],
    );
    for (const { size, modifiedAt } of files) {
      assert.equal(typeof size, 'number');
      assert.ok(Math.abs(Date.parse(String(modifiedAt)) - Date.now()) < 60_000);
    }
  });

  it('never leaves the workspace', async () => {
    const { id } = await rig.run('hello');
    await rig.followUp(id, 'Run `echo mine > own.txt && ln -s /etc/hostname link && ln -s /etc folder`');
    await symlink('/nowhere/at/all', join(rig.emulator.dataDir, 'tasks', id, 'workspace', 'dangling'));
    assert.deepEqual(await paths(id), ['own.txt']);
    for (const path of [
      'link',
      'folder/hostname',
      '../task.json',
      '/etc/hostname',
      'a/../../task.json',
      'no.txt',
    ]) {
      const answer = await rig.json(`/tasks/${id}/artifacts/download?path=${encodeURIComponent(path)}`);
      assertFailure(answer, 404, 'NOT_FOUND');
    }
    assertFailure(await rig.json(`/tasks/${id}/artifacts/download`), 400, 'VALIDATION_ERROR');
    assert.match(await rig.followUp(id, 'Read ../task.json'), /outside the workspace/);
    assert.match(await rig.followUp(id, 'Write folder/x.txt with evil'), /outside the workspace/);
    assert.match(await rig.followUp(id, 'Write dangling/x.txt with evil'), /could not be written/);
  });

  it('gives env and secrets to commands, and never shows secrets', async () => {
    const { id, text } = await rig.run('Run `echo "$A-$B-$C"; test "$B" = "s3""cret-b" && echo same; env`', {
      env: { A: 'env-a', B: 'env-b' },
      secrets: { B: 's3cret-b', C: 's3cret-c' },
    });
    assert.match(text, /env-a-\[hidden\]-\[hidden\]\nsame/);
    assert.doesNotMatch(text, /s3cret|SIGMIC/);
    const task = await rig.task(id);
    assert.deepEqual(task.env, { A: 'env-a', B: 'env-b' });
    assert.doesNotMatch(JSON.stringify([task, (await rig.json(`/tasks/${id}/history`)).body]), /s3cret/);
    assert.deepEqual(asList((await rig.json('/tasks')).body.data)[0]?.env, { A: 'env-a', B: 'env-b' });
  });
});
