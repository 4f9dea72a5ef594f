import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { after, before, describe, it } from 'mocha';
import { loadSystemCertificates } from '../../../src/core/api';
import { setUp } from './setup';
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

  it('never throws', async () => {
    const env = { NODE_EXTRA_CA_CERTS: folder, SSL_CERT_FILE: join(folder, 'none') };
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      assert.ok(Array.isArray(await loadSystemCertificates(env, platform)));
    }
  });
});
