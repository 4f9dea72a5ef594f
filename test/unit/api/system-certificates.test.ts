import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { loadSystemCertificates } from '../../../src/core/api';
import { key, setUp } from './setup';
import { fixture, ok, serveSecure } from './test-server';

describe('loadSystemCertificates', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmic-ca-'));
  });
  after(() => rm(folder, { recursive: true }));
  const native = 'getCACertificates' in tls;

  it('gives the extra certificates of Node, each once', async () => {
    const bundle = join(folder, 'extra.pem');
    await writeFile(
      bundle,
      `# a bundle\n${fixture('ca.pem')}\nnoise\n${fixture('proxy.pem')}${fixture('ca.pem')}`,
    );
    const certificates = await loadSystemCertificates({ NODE_EXTRA_CA_CERTS: bundle }, 'win32');
    for (const name of ['ca.pem', 'proxy.pem']) {
      assert.equal(certificates.filter((pem) => pem === fixture(name).trim()).length, 1);
    }
    if (!native) assert.equal(certificates.length, 2);
  });

  it('reads SSL_CERT_FILE where Node cannot read the store', async () => {
    const bundle = join(folder, 'system.pem');
    await writeFile(bundle, fixture('ca.pem'));
    const certificates = await loadSystemCertificates({ SSL_CERT_FILE: bundle }, 'linux');
    if (!native) assert.deepEqual(certificates, [fixture('ca.pem').trim()]);
    for (const pem of certificates) assert.match(pem, /^-----BEGIN CERTIFICATE-----/);
  });

  it('gives what makes a private CA trusted, of NODE_EXTRA_CA_CERTS or of the store', async () => {
    const bundle = join(folder, 'private.pem');
    await writeFile(bundle, fixture('ca.pem'));
    const server = await serveSecure((_request, response) =>
      ok(response, { id: 't', status: 'running', message: '' }),
    );
    await assert.rejects(setUp(server.origin).client.getTask('t'), {
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
    const stores = native ? [] : [{ SSL_CERT_FILE: bundle }];
    for (const env of [{ NODE_EXTRA_CA_CERTS: bundle }, ...stores]) {
      const ca = await loadSystemCertificates(env, 'linux');
      assert.equal((await setUp(server.origin, {}, { ca }).client.getTask('t')).id, 't');
    }
  });

  // Node reads these variables when it starts, so only a Node of its own shows what they do.
  for (const [variable, what] of [
    ['SSL_CERT_FILE', 'the store of the system'],
    ['NODE_EXTRA_CA_CERTS', 'NODE_EXTRA_CA_CERTS'],
  ] as const) {
    it(`makes a private CA of ${what} trusted in a process of its own, and no other`, async function () {
      // Two processes are started, each of which compiles the sources.
      this.timeout(60_000);
      const bundle = join(folder, `${variable}.pem`);
      await writeFile(bundle, fixture('ca.pem'));
      const server = await serveSecure((_request, response) =>
        ok(response, { id: 't', status: 'running', message: '' }),
      );
      assert.equal(await askInOwnProcess(server.origin, { [variable]: bundle }), 'running');
      assert.equal(server.requests[0]?.headers.authorization, `Bearer ${key}`);
      assert.equal(await askInOwnProcess(server.origin, {}), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      assert.equal(server.requests.length, 1);
    });
  }

  it('never throws', async () => {
    const env = { NODE_EXTRA_CA_CERTS: folder, SSL_CERT_FILE: join(folder, 'none') };
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.ok(Array.isArray(await loadSystemCertificates(env, platform)));
    }
  });
});

/** The status of a task, or the code of the failure, as a fresh Node with this in its environment gets it. */
async function askInOwnProcess(origin: string, env: NodeJS.ProcessEnv): Promise<string> {
  const api = fileURLToPath(new URL('../../../src/core/api/index.ts', import.meta.url));
  const script = `
    const { createTransport, loadSystemCertificates, SigmicClient } = require('${api}');
    void (async () => {
    const transport = createTransport({ ca: await loadSystemCertificates() });
    const quiet = () => undefined;
    const client = new SigmicClient({
      origin: () => '${origin}',
      credential: () => Promise.resolve('${key}'),
      transport: () => transport,
      log: { trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
      random: () => 0,
    });
    const { status } = await client.getTask('t').catch((error) => ({ status: error.code }));
    console.log(status);
    await transport.close();
    })();`;
  const own = Object.entries(process.env).filter(
    ([name]) => !['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS'].includes(name),
  );
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--eval', script], {
    env: { ...Object.fromEntries(own), ...env },
  });
  return stdout.trim();
}
