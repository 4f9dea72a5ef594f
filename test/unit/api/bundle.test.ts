import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { after, before, describe, it } from 'mocha';
import type * as Api from '../../../src/core/api';
import { slimUndici } from '../../../esbuild-undici.mjs';
import { key, recordingLog } from './setup';
import { startProxy } from './test-proxy';
import { fixture, ok, serveSecure } from './test-server';

describe('The bundled SDK', () => {
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmic-bundle-'));
    file = join(folder, 'api.cjs');
    await build({
      entryPoints: [fileURLToPath(new URL('../../../src/core/api/index.ts', import.meta.url))],
      outfile: file,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      mainFields: ['module', 'main'],
      plugins: [slimUndici],
      logLevel: 'silent',
    });
  });
  after(() => rm(folder, { recursive: true }));

  it('stays small', async () => {
    const { size } = await stat(file);
    assert.ok(size < 200_000, `${size} bytes`);
  });

  it('calls and uploads through a proxy as the sources do', async () => {
    const server = await serveSecure((_request, response) => ok(response, { id: 't', status: 'pending' }));
    const proxy = await startProxy({ targetPort: server.port });
    // What was built from src/core/api/index.ts has its types.
    const { SigmicClient, createTransport } = createRequire(import.meta.url)(file) as typeof Api;
    const transport = createTransport({ proxy: proxy.url, ca: [fixture('ca.pem')] }, {});
    try {
      const client = new SigmicClient({
        origin: () => 'https://api.sigmic.test',
        credential: () => Promise.resolve(key),
        transport: () => transport,
        log: recordingLog().log,
      });
      const source = new Blob(['text']);
      const files = [{ name: 'a.txt', size: source.size, source }];
      assert.equal((await client.createTask({ message: 'x', autoExecute: true, files })).id, 't');
      assert.equal((await client.getTask('t')).id, 't');
    } finally {
      await transport.close();
    }
    assert.match(server.requests[0]?.body.toString() ?? '', /filename="a\.txt"/);
    assert.equal(proxy.asked[0]?.target, 'api.sigmic.test:443');
  });
});
