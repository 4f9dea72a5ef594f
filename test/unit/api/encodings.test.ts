import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { brotliCompressSync, constants, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { isSigmicError } from '../../../src/core/api';
import { setUp } from './setup';
import { serve } from './test-server';

const task = JSON.stringify({ success: true, data: { id: 't', status: 'running', message: 'größer' } });
const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  gzip: gzipSync,
  'X-GZIP': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  identity: (text) => Buffer.from(text),
};

describe('Answers that something on the way compressed', () => {
  for (const [encoding, compress] of Object.entries(encodings)) {
    it(`with ${encoding} are understood`, async () => {
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
        response.end(compress(task));
      });
      assert.equal((await setUp(server.origin).client.getTask('t')).message, 'größer');
      assert.equal(server.requests[0]?.headers['accept-encoding'], 'identity');
      await server.close();
    });
  }

  it('in a way that cannot be undone are malformed', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'rot13' }).end(task);
    });
    const failing = setUp(server.origin).client.getTask('t');
    await assert.rejects(failing, { kind: 'malformed', code: 'ENCODED' });
    await server.close();
  });

  it('come event by event, and their loss is a cut', async () => {
    let proceed: () => void = () => undefined;
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' });
      const gzip = createGzip();
      gzip.pipe(response);
      const say = (event: string, data: object): void => {
        gzip.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        gzip.flush(constants.Z_SYNC_FLUSH);
      };
      say('history_done', { messageCount: 0, isStreaming: true });
      proceed = () => {
        say('content', { text: 'grö' });
        proceed = () => response.socket?.destroy();
      };
    });
    const told: string[] = [];
    const following = (async () => {
      for await (const event of setUp(server.origin).client.openStream('t')) {
        told.push(event.type);
        proceed();
      }
    })();
    await assert.rejects(following, (error) => isSigmicError(error, 'network') && error.retryable);
    assert.deepEqual(told, ['history_done', 'content']);
    await server.close();
  });

  it('are files as they are, of unknown size, and never half of one', async () => {
    const file = 'a,b\n'.repeat(10_000);
    const packed = gzipSync(file);
    const server = await serve((_request, response, index) => {
      const bytes = index === 0 ? packed : packed.subarray(0, packed.length - 20);
      const headers = { 'content-type': 'text/csv', 'content-encoding': 'gzip' };
      response.writeHead(200, { ...headers, 'content-length': String(bytes.length) }).end(bytes);
    });
    const { client } = setUp(server.origin);
    const read = async (): Promise<string> => {
      const { body, size } = await client.downloadArtifact('t', 'a.csv');
      assert.equal(size, undefined);
      const chunks: Uint8Array[] = [];
      for await (const chunk of body) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    assert.equal(await read(), file);
    await assert.rejects(read(), { kind: 'network' });
    await server.close();
  });

  it('are given up when they unfold to more than an answer may have', async () => {
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '));
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb);
    });
    await assert.rejects(setUp(server.origin).client.getTask('t'), { kind: 'malformed' });
    await server.close();
  });
});
