import assert from 'node:assert/strict';
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { createServer } from 'node:http';
import net from 'node:net';
import { mock } from 'node:test';
import { after, describe, it } from 'mocha';
import { createTransport, SigmicClient, type NetworkSettings } from '../../../src/core/api';
import { chooseRoute } from '../../../src/core/api/proxy-choice';
import { encodeEvents, recordedEvents } from './recorded-stream';
import { collect, key, recordingLog } from './setup';
import { startProxy } from './test-proxy';
import { fixture, listener, ok, serveSecure, started, type ReceivedRequest } from './test-server';

type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

const task = { id: 't', status: 'running', message: '' };
const far = 'https://api.sigmic.test';
const ca = [fixture('ca.pem')];

/** A client that reaches `origin` with these settings and this environment. */
function reach(origin: string, settings: NetworkSettings, env: NodeJS.ProcessEnv = {}): SigmicClient {
  const transport = createTransport(settings, env);
  after(() => transport.close());
  return new SigmicClient({
    origin: () => origin,
    credential: () => Promise.resolve(key),
    transport: () => transport,
    log: recordingLog().log,
    random: () => 0,
  });
}

const secureServer = () =>
  serveSecure((request, response) => {
    if (!request.url.endsWith('/stream')) ok(response, task);
    else response.writeHead(200, { 'content-type': 'text/event-stream' }).end(encodeEvents(recordedEvents));
  });

describe('Certificates', () => {
  it('of a stranger are refused before anything is sent, and not tried again', async () => {
    const server = await secureServer();
    for (const settings of [{}, { strictSSL: false }, { ca: [fixture('proxy.pem')] }]) {
      const expected = {
        kind: 'network',
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
        sent: false,
        retryable: true,
      };
      await assert.rejects(reach(server.origin, settings).sendMessage('t', { message: 'x' }), expected);
    }
    assert.equal(server.requests.length, 0);
  });

  it('given besides the default ones are trusted, and broken ones do no harm', async () => {
    const server = await secureServer();
    const client = reach(server.origin, {
      ca: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', ...ca],
    });
    assert.equal((await client.getTask('t')).id, 't');
  });

  it('must be for the host', async () => {
    const server = await secureServer();
    const proxy = await startProxy({ targetPort: server.port });
    const client = reach('https://other.sigmic.test', { ca, proxy: proxy.url });
    await assert.rejects(client.getTask('t'), {
      kind: 'network',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      sent: false,
    });
  });
});

describe('IPv6', () => {
  it('is spoken with an address in brackets', async () => {
    const requests: ReceivedRequest[] = [];
    const server = createServer(listener((_request, response) => ok(response, task), requests));
    const { port } = await started(server, 'http', requests, '::1');
    assert.equal((await reach(`http://[::1]:${port}`, {}).getTask('t')).id, 't');
    assert.equal(requests[0]?.headers.host, `[::1]:${port}`);
  });

  it('that leads nowhere does not keep from IPv4, whatever the default of Node is', async () => {
    const server = await secureServer();
    const addresses = [
      { address: 'fd00:dead::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    // As dns.lookup does it: all of them, or the first.
    const lookup = mock.method(dns, 'lookup', (_host: string, { all }: LookupOptions, done: Found) => {
      if (all === true) done(null, addresses);
      else done(null, 'fd00:dead::1', 6);
    });
    const before = net.getDefaultAutoSelectFamily();
    net.setDefaultAutoSelectFamily(false);
    try {
      const client = reach(`https://api.sigmic.test:${server.port}`, { ca });
      const begun = Date.now();
      assert.equal((await client.getTask('t')).id, 't');
      assert.ok(Date.now() - begun < 1000);
      assert.equal(lookup.mock.calls.length, 1);
    } finally {
      net.setDefaultAutoSelectFamily(before);
      lookup.mock.restore();
    }
  });
});

describe('A proxy', () => {
  it('of the setting carries calls and streams, with its user and password', async () => {
    const server = await secureServer();
    const proxy = await startProxy({ targetPort: server.port });
    const url = proxy.url.replace('//', '//me:p%40ss%25@');
    const client = reach(far, { ca, proxy: url }, { HTTPS_PROXY: 'http://127.0.0.1:9' });
    assert.equal((await client.getTask('t')).id, 't');
    assert.deepEqual(await collect(client.openStream('t')), recordedEvents);
    assert.equal(server.requests[0]?.headers.host, 'api.sigmic.test');
    assert.equal(server.requests[0].headers['proxy-authorization'], undefined);
    const authorization = `Basic ${Buffer.from('me:p@ss%').toString('base64')}`;
    assert.deepEqual(proxy.asked[0], { target: 'api.sigmic.test:443', authorization });
  });

  it('of the environment is used when there is no setting', async () => {
    const server = await secureServer();
    const proxy = await startProxy({ targetPort: server.port });
    assert.equal((await reach(far, { ca, proxy: '' }, { https_proxy: proxy.url }).getTask('t')).id, 't');
    assert.equal(proxy.asked.length, 1);
  });

  it('is not used for this machine', async () => {
    const server = await secureServer();
    const client = reach(server.origin, { ca, proxy: 'http://127.0.0.1:9' });
    assert.equal((await client.getTask('t')).id, 't');
  });

  it('over TLS is checked, unless proxyStrictSSL is off; the API always is', async () => {
    const server = await secureServer();
    const proxy = await startProxy({ targetPort: server.port, secure: true });
    await assert.rejects(reach(far, { ca, proxy: proxy.url }).getTask('t'), { kind: 'network', sent: false });
    assert.equal((await reach(far, { ca, proxy: proxy.url, strictSSL: false }).getTask('t')).id, 't');
    const blind = reach(far, { proxy: proxy.url, strictSSL: false });
    await assert.rejects(blind.getTask('t'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', sent: false });
  });

  for (const [status, code] of [
    [407, 'PROXY_AUTH_REQUIRED'],
    [403, 'PROXY_REFUSED'],
    [302, 'PROXY_REFUSED'],
  ] as const) {
    it(`that answers ${status} is named`, async () => {
      const proxy = await startProxy({ targetPort: 9, refuse: status });
      const sending = reach(far, { proxy: proxy.url }).sendMessage('t', { message: 'x' });
      await assert.rejects(sending, { kind: 'network', code, sent: false });
      assert.equal(proxy.asked.length, 1);
    });
  }

  it('that nobody runs is a fault of the network, of a wrong kind is invalid', async () => {
    const none = reach(far, { proxy: 'http://127.0.0.1:1' }).sendMessage('t', { message: 'x' });
    await assert.rejects(none, { kind: 'network', code: 'ECONNREFUSED', sent: false });
    for (const proxy of ['socks5://x:1', 'socks4://x:1', 'nonsense://', 'http://']) {
      await assert.rejects(reach(far, { proxy }).getTask('t'), { kind: 'invalid', code: 'INVALID_PROXY' });
    }
  });
});

describe('chooseRoute', () => {
  const proxy = 'http://proxy.test:3128';
  const choose = (url: string, settings: NetworkSettings, env: NodeJS.ProcessEnv = {}): string | undefined =>
    chooseRoute(new URL(url), settings, env).proxy?.href;

  const rules: readonly [string, boolean][] = [
    ['*', true],
    ['sigmic.test', true],
    ['.sigmic.test', true],
    ['*.sigmic.test', true],
    ['API.Sigmic.Test', true],
    ['api.sigmic.test:443', true],
    ['*:443', true],
    ['api.sigmic.test:8443', false],
    ['igmic.test', false],
    ['other.test', false],
    ['', false],
  ];
  for (const [rule, direct] of rules) {
    it(`noProxy "${rule}" ${direct ? 'covers' : 'does not cover'} the API`, () => {
      assert.equal(choose(far, { proxy, noProxy: ['x.test', rule] }) === undefined, direct);
      assert.equal(
        choose(far, {}, { HTTPS_PROXY: proxy, no_proxy: `x.test, ${rule}` }) === undefined,
        direct,
      );
    });
  }

  const addressRules: readonly [string, string, boolean][] = [
    ['10.0.0.0/8', 'https://10.20.30.40', true],
    ['10.0.0.0/8', 'https://11.20.30.40', false],
    ['10.20.30.40', 'https://10.20.30.40:8443', true],
    ['10.20.30.40:443', 'https://10.20.30.40:8443', false],
    ['10.0.0.0/8:8443', 'https://10.20.30.40:8443', true],
    ['10.0.0.0/33', 'https://10.0.0.0', false],
    ['0.20.30.40', 'https://10.20.30.40', false],
    ['fd00::1', 'https://[fd00::1]', true],
    ['FD00:0::1', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::2]', false],
    ['[fd00::1]', 'https://[fd00::1]:8443', true],
    ['[fd00::1]:8443', 'https://[fd00::1]:8443', true],
    ['[fd00::1]:8443', 'https://[fd00::1]', false],
    ['fd00::/8', 'https://[fdab::7]', true],
    ['[fd00::]/8', 'https://[fdab::7]', true],
    ['fd00::/8', 'https://10.20.30.40', false],
    ['10.0.0.0/8', far, false],
  ];
  for (const [rule, url, direct] of addressRules) {
    it(`noProxy "${rule}" ${direct ? 'covers' : 'does not cover'} ${url}`, () => {
      assert.equal(choose(url, { proxy, noProxy: [rule] }) === undefined, direct);
      assert.equal(choose(url, {}, { HTTPS_PROXY: proxy, NO_PROXY: rule }) === undefined, direct);
    });
  }

  it('lets settings win over the environment', () => {
    assert.equal(choose(far, { proxy }, { HTTPS_PROXY: 'http://other.test' }), `${proxy}/`);
    assert.equal(choose(far, { proxy, noProxy: ['x.test'] }, { NO_PROXY: '*' }), `${proxy}/`);
    assert.equal(choose(far, { proxy, noProxy: [] }, { NO_PROXY: '*' }), undefined);
  });

  it('names what decided', () => {
    const at = new URL(far);
    assert.deepEqual(chooseRoute(at, { proxy }, {}), { proxy: new URL(proxy), namedBy: 'http.proxy' });
    assert.equal(chooseRoute(at, {}, { https_proxy: proxy }).namedBy, 'https_proxy');
    assert.deepEqual(chooseRoute(at, { proxy, noProxy: ['x', '*.test'] }, {}), {
      because: 'exempt',
      rule: '*.test',
      namedBy: 'http.noProxy',
    });
    assert.equal(chooseRoute(at, { proxy }, { NO_PROXY: '*' }).namedBy, 'NO_PROXY');
    assert.deepEqual(chooseRoute(at, {}, {}), { because: 'noneNamed' });
    assert.deepEqual(chooseRoute(new URL('http://[::1]:8'), { proxy }, {}), { because: 'thisMachine' });
    assert.throws(
      () => chooseRoute(at, {}, { ALL_PROXY: 'socks5://x' }),
      /What ALL_PROXY names is a SOCKS proxy/,
    );
  });

  it('takes the usual variables in their order, with or without a scheme', () => {
    assert.equal(
      choose(far, {}, { ALL_PROXY: 'a.test:1', http_proxy: 'http://b.test', HTTPS_PROXY: 'http://c.test' }),
      'http://c.test/',
    );
    assert.equal(choose(far, {}, { ALL_PROXY: 'a.test:1', http_proxy: 'http://b.test' }), 'http://b.test/');
    assert.equal(choose(far, {}, { all_proxy: 'a.test:1' }), 'http://a.test:1/');
    assert.equal(choose(far, {}, {}), undefined);
  });
});
