import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { checkUpload, fileFromDisk, maxUploadBytes, type UploadFile } from '../../../src/core/api';
import { ManualClock, setUp } from './setup';
import { fail, ok, serve, type ReceivedRequest } from './test-server';

const file = (name: string, text: string): UploadFile => {
  const source = new Blob([text]);
  return { name, size: source.size, source };
};

/** Reads a body back with the platform's own parser. */
async function parts({ headers, body }: ReceivedRequest): Promise<[string, string, string | undefined][]> {
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  return Promise.all(
    [...form].map(async ([name, value]): Promise<[string, string, string | undefined]> =>
      typeof value === 'string' ? [name, value, undefined] : [name, await value.text(), value.name],
    ),
  );
}

describe('Uploads', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmic-upload-'));
  });
  after(() => rm(folder, { recursive: true }));
  const created = () => serve((_request, response) => ok(response, { id: 't', status: 'pending' }));

  it('send fields and files as multipart with the whole length', async () => {
    const server = await created();
    const files = [
      file('a "b"\r\nx: y;.txt', 'first'),
      file('ünï 🦜.csv', ''),
      file('c.bin', '\u0000\r\n--'),
    ];
    await setUp(server.origin).client.createTask({
      message: 'Grüße\n🦜',
      autoExecute: false,
      showInHistory: true,
      files,
    });
    const [request] = server.requests;
    assert.ok(request);
    assert.equal(request.headers['content-length'], String(request.body.length));
    assert.equal(request.headers['transfer-encoding'], undefined);
    assert.deepEqual(await parts(request), [
      ['message', 'Grüße\n🦜', undefined],
      ['showInHistory', 'true', undefined],
      ['autoExecute', 'false', undefined],
      ['files', 'first', 'a "b"\r\nx: y;.txt'],
      ['files', '', 'ünï 🦜.csv'],
      ['files', '\u0000\r\n--', 'c.bin'],
    ]);
  });

  it('tell their progress up to the whole, and stream from disk', async () => {
    const server = await created();
    const path = join(folder, 'big.bin');
    await writeFile(path, Buffer.alloc(8 * 1024 * 1024, 7));
    const seen: number[] = [];
    let total = 0;
    const big = await fileFromDisk(path, 'renamed.bin');
    assert.deepEqual([big.name, big.size], ['renamed.bin', 8 * 1024 * 1024]);
    const onProgress = (sent: number, all: number): void => {
      seen.push(sent);
      total = all;
    };
    await setUp(server.origin).client.sendMessage('t', { message: 'x', files: [big] }, { onProgress });
    assert.equal(server.requests[0]?.body.length, total);
    assert.equal(seen.at(-1), total);
    assert.ok(seen.length > 50, `${seen.length} steps`);
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      seen,
    );
  });

  it('are limited by idleness, not as a whole', async () => {
    const clock = new ManualClock();
    const server = await serve(() => clock.advance(60_000));
    const { client } = setUp(server.origin, { clock });
    const files = [file('a', 'x'.repeat(500_000))];
    const onProgress = (): void => clock.advance(59_000);
    await assert.rejects(client.sendMessage('t', { message: 'x', files }, { onProgress }), {
      kind: 'timeout',
      retryable: false,
    });
    assert.equal(server.requests.length, 1);
  });

  it('end at once when cancelled half-way', async () => {
    const server = await created();
    const controller = new AbortController();
    const files = [file('a', 'x'.repeat(5_000_000))];
    const options = { signal: controller.signal, onProgress: () => controller.abort() };
    await assert.rejects(setUp(server.origin).client.sendMessage('t', { message: 'x', files }, options), {
      kind: 'cancelled',
    });
    assert.equal(server.requests.length, 0);
  });

  it('give the answer of a server that refuses before the end', async () => {
    const server = await serve((_request, response) => fail(response, 400, 'VALIDATION_ERROR', 'no'));
    const sending = setUp(server.origin).client.sendMessage('t', { message: 'x', files: [file('a', 'b')] });
    await assert.rejects(sending, { kind: 'rejected', serverText: 'no' });
  });

  it('fail by name when a file changes or cannot be read', async () => {
    const server = await created();
    const { client } = setUp(server.origin);
    const path = join(folder, 'changing.txt');
    for (const change of [() => appendFile(path, 'more'), () => truncate(path), () => rm(path)]) {
      await writeFile(path, 'as it was');
      const files = [await fileFromDisk(path)];
      await change();
      const sending = client.sendMessage('t', { message: 'x', files });
      await assert.rejects(sending, { kind: 'invalid', code: 'FILE_CHANGED', message: /changing\.txt/ });
    }
    await assert.rejects(fileFromDisk(join(folder, 'none.txt')), { kind: 'invalid', message: /none\.txt/ });
    assert.equal(server.requests.length, 0);
  });

  it('keep the limits, naming the file', async () => {
    const sized = (size: number): UploadFile => ({ ...file('movie.mp4', ''), size });
    checkUpload(Array.from({ length: 20 }, () => sized(maxUploadBytes)));
    assert.throws(() => checkUpload(Array.from({ length: 21 }, () => sized(1))), {
      kind: 'invalid',
      code: 'TOO_MANY_FILES',
    });
    assert.throws(() => checkUpload([sized(1), sized(maxUploadBytes + 1)]), {
      kind: 'invalid',
      code: 'FILE_TOO_LARGE',
      message: /movie\.mp4.*50 MB/,
    });
    const server = await created();
    const { client } = setUp(server.origin);
    await assert.rejects(client.sendMessage('t', { message: 'x', files: [sized(maxUploadBytes + 1)] }), {
      kind: 'invalid',
    });
    assert.equal(server.requests.length, 0);
  });

  const refused: readonly [string, object, string][] = [
    ['files with env', { files: [file('a', 'b')], env: { A: '1' } }, 'FILES_WITH_ENV'],
    ['files with secrets', { files: [file('a', 'b')], secrets: { A: '1' } }, 'FILES_WITH_ENV'],
    ['a name that is none', { env: { '1A': '' } }, 'INVALID_ENV'],
    ['a secret with a name that is none', { secrets: { 'a-b': '' } }, 'INVALID_ENV'],
    ['an empty message', { message: ' \n' }, 'EMPTY_MESSAGE'],
  ];
  for (const [name, input, code] of refused) {
    it(`are not sent with ${name}`, async () => {
      const server = await created();
      const sending = setUp(server.origin).client.createTask({ message: 'x', autoExecute: true, ...input });
      await assert.rejects(sending, { kind: 'invalid', code, sent: false });
      assert.equal(server.requests.length, 0);
    });
  }
});
