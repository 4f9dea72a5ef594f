import assert from 'node:assert/strict';
import dns, { type LookupAddress, type LookupOptions } from 'node:dns';
import { mock } from 'node:test';
import { gzipSync } from 'node:zlib';
import { after, afterEach, beforeEach, describe, it } from 'mocha';
import { ProxyAgent } from 'undici';
import { createTransport, SigmicClient, type NetworkSettings } from '../../../src/core/api';
import { ManualClock } from '../session/manual-clock';
import { encodeEvents, recordedEvents } from './recorded-stream';
import { collect, key, recordingLog } from './setup';
import { startProxy, type ProxyOptions, type TestProxy } from './test-proxy';
import { fixture, ok, serve, serveSecure, type Handler, type TestServer } from './test-server';

type Fetch = NonNullable<NetworkSettings['fetch']>;
type Found = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

const task = { id: 't', status: 'running', message: '' };
const far = 'https://api.sigmic.test';
const ca = [fixture('ca.pem')];

const answers: Handler = (request, response) => {
  if (request.url.endsWith('/stream'))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(encodeEvents(recordedEvents));
  else if (request.url.includes('/download'))
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': 7 }).end('a,b\n1,2');
  else ok(response, task);
};

/** A `fetch` that knows a proxy which nobody else knows, as VS Code's does by a PAC file; counts its calls. */
function knowing(proxyUrl: string): { fetch: Fetch; calls: string[] } {
  const dispatcher = new ProxyAgent({ uri: proxyUrl, requestTls: { ca: fixture('ca.pem') } });
  after(() => dispatcher.destroy());
  const calls: string[] = [];
  const fetch: Fetch = (url, init) => {
    calls.push(`${init.method} ${new URL(url).pathname}`);
    const told = { ...init, dispatcher };
    return globalThis.fetch(url, told);
  };
  return { fetch, calls };
}

interface Office {
  readonly server: TestServer;
  readonly proxy: TestProxy;
  readonly calls: string[];
  readonly client: SigmicClient;
  close(): Promise<void>;
}

/** An office whose only way out is a proxy that the editor's `fetch` knows. */
async function office(
  settings: NetworkSettings = {},
  env: NodeJS.ProcessEnv = {},
  {
    handler = answers,
    clock,
    ...proxied
  }: Partial<ProxyOptions> & { handler?: Handler; clock?: ManualClock } = {},
): Promise<Office> {
  const server = await serveSecure(handler);
  const proxy = await startProxy({ targetPort: server.port, ...proxied });
  const { fetch, calls } = knowing(proxy.url);
  const transport = createTransport({ ca, fetch, ...settings }, env, clock);
  const close = (): Promise<void> => transport.close();
  after(close);
  const client = new SigmicClient({
    origin: () => far,
    credential: () => Promise.resolve(key),
    transport: () => transport,
    log: recordingLog().log,
    random: () => 0,
  });
  return { server, proxy, calls, client, close };
}

async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("The editor's own fetch", () => {
  /** What the name of the API is for this machine itself; undefined: it has no such name. */
  let direct: { address: string; lookups: number };
  beforeEach(() => {
    direct = { address: '', lookups: 0 };
    const lookUp = dns.lookup.bind(dns);
    mock.method(dns, 'lookup', (...given: [string, LookupOptions, Found]) => {
      const [host, { all }, done] = given;
      if (host !== 'api.sigmic.test') {
        lookUp(...given);
        return;
      }
      direct.lookups++;
      const { address } = direct;
      const unknown = Object.assign(new Error('unknown'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' });
      if (address === '') done(unknown, []);
      else if (all === true) done(null, [{ address, family: 4 }]);
      else done(null, address, 4);
    });
  });
  afterEach(() => mock.restoreAll());

  it('carries calls, streams, uploads and downloads where we cannot connect, and is remembered', async () => {
    const { client, server, calls, proxy } = await office();
    assert.equal((await client.getTask('t')).id, 't');
    assert.equal(direct.lookups, 1);
    assert.deepEqual(await collect(client.openStream('t')), recordedEvents);
    const source = new Blob(['content of the file']);
    const files = [{ name: 'a.txt', size: source.size, source }];
    const sent: number[] = [];
    await client.createTask(
      { message: 'x', autoExecute: true, files },
      { onProgress: (bytes) => void sent.push(bytes) },
    );
    const download = await client.downloadArtifact('t', 'a.csv');
    assert.equal(download.size, 7);
    assert.equal(Buffer.concat(await collect(download.body)).toString(), 'a,b\n1,2');
    assert.equal(direct.lookups, 1);
    assert.equal(calls.length, 4);
    assert.ok(proxy.asked.every(({ target }) => target === 'api.sigmic.test:443'));
    const upload = server.requests[2];
    assert.ok(upload);
    assert.equal(upload.headers['content-length'], String(upload.body.length));
    assert.equal(upload.headers.authorization, `Bearer ${key}`);
    assert.match(upload.body.toString(), /content of the file/);
    assert.equal(sent.at(-1), upload.body.length);
  });

  it('is not asked while we can connect ourselves', async () => {
    const server = await serveSecure(answers);
    const { fetch, calls } = knowing('http://127.0.0.1:1');
    direct.address = '127.0.0.1';
    const transport = createTransport({ ca, fetch }, {});
    after(() => transport.close());
    const url = new URL(`https://api.sigmic.test:${server.port}/`);
    const { signal } = new AbortController();
    const answer = await transport.request({ url, method: 'GET', headers: {}, signal });
    answer.body.destroy();
    assert.equal(answer.status, 200);
    assert.deepEqual(calls, []);
  });

  for (const [why, settings, env] of [
    ['a setting names another proxy', { proxy: 'http://127.0.0.1:1' }, {}],
    ['the environment names another proxy', {}, { HTTPS_PROXY: 'http://127.0.0.1:1' }],
    ['the host is exempt', { proxy: 'http://127.0.0.1:1', noProxy: ['*.test'] }, {}],
    ['proxies are switched off', { proxySupport: 'off' }, {}],
    ['it would take every certificate', {}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ] as const satisfies readonly (readonly [string, NetworkSettings, NodeJS.ProcessEnv])[]) {
    it(`is not asked when ${why}`, async () => {
      const { client, calls } = await office(settings, env);
      await assert.rejects(client.getTask('t'), { kind: 'network', sent: false });
      assert.deepEqual(calls, []);
    });
  }

  it('is not asked for this machine', async () => {
    const { fetch, calls } = knowing('http://127.0.0.1:1');
    const transport = createTransport({ fetch }, {});
    after(() => transport.close());
    const { signal } = new AbortController();
    const url = new URL('http://127.0.0.1:1/');
    await assert.rejects(transport.request({ url, method: 'GET', headers: {}, signal }));
    assert.deepEqual(calls, []);
  });

  it('is not asked for what may have left, and we are not when it may have left by it', async () => {
    const cut: Handler = (_request, response) => void response.socket?.destroy();
    const server = await serveSecure(cut);
    const other = await office({}, {}, { handler: cut });
    await assert.rejects(other.client.sendMessage('t', { message: 'x' }), { kind: 'network', sent: true });
    assert.equal(other.server.requests.length, 1);
    assert.equal(direct.lookups, 1);

    direct.address = '127.0.0.1';
    const { fetch, calls } = knowing(other.proxy.url);
    const transport = createTransport({ ca, fetch }, {});
    after(() => transport.close());
    const url = new URL(`https://api.sigmic.test:${server.port}/`);
    const { signal } = new AbortController();
    await assert.rejects(transport.request({ url, method: 'POST', headers: {}, body: () => 'x', signal }));
    assert.equal(server.requests.length, 1);
    assert.deepEqual(calls, []);
  });

  it('fails as we do when both cannot connect, unless it met a proxy that refuses', async () => {
    const { fetch } = knowing('http://127.0.0.1:1');
    const offline = await office({ fetch });
    const unknown = { kind: 'network', code: 'ENOTFOUND', sent: false };
    await assert.rejects(offline.client.sendMessage('t', { message: 'x' }), unknown);
    for (const [refuse, code] of [
      [407, 'PROXY_AUTH_REQUIRED'],
      [403, 'PROXY_REFUSED'],
    ] as const) {
      const { client } = await office({}, {}, { refuse });
      await assert.rejects(client.sendMessage('t', { message: 'x' }), { kind: 'network', code, sent: false });
    }
  });

  it('trusts no stranger either', async () => {
    const { server, proxy } = await office();
    const dispatcher = new ProxyAgent({ uri: proxy.url });
    after(() => dispatcher.destroy());
    const fetch: Fetch = (url, init) => {
      const told = { ...init, dispatcher };
      return globalThis.fetch(url, told);
    };
    const { client } = await office({ fetch });
    await assert.rejects(client.sendMessage('t', { message: 'x' }), { kind: 'network', sent: false });
    assert.equal(server.requests.length, 0);
  });

  it('gives way to us again when it cannot connect any more', async () => {
    const { client, server, proxy, calls } = await office();
    await client.getTask('t');
    await proxy.close();
    await until(() => server.sockets.size === 0);
    direct.address = '127.0.0.1';
    // Nothing of ours listens at the usual port: that it was tried there is what counts.
    await assert.rejects(client.getTask('t', { timeoutMs: 2000 }), { kind: 'network', sent: false });
    assert.ok(direct.lookups > 1);
    assert.ok(calls.length > 1);
  });

  it('gives way to us again after a while, and ever more seldom while we cannot connect', async () => {
    const clock = new ManualClock();
    const { client } = await office({}, {}, { clock });
    const tries = async (afterMs: number): Promise<number> => {
      clock.advance(afterMs);
      const before = direct.lookups;
      await client.getTask('t');
      return direct.lookups - before;
    };
    const found: number[] = [];
    for (const seconds of [0, 59, 1, 119, 1, 239, 1]) found.push(await tries(seconds * 1000));
    assert.deepEqual(found, [1, 0, 1, 0, 1, 0, 1]);
  });

  it('gives way to us for good when we connect again after an outage', async () => {
    const clock = new ManualClock();
    const server = await serveSecure(answers);
    // As soon as our own attempt has failed, the network is back: VS Code's gets through.
    const calls: string[] = [];
    const fetch: Fetch = (url) => {
      calls.push(url);
      return Promise.resolve({ status: 200, headers: new Headers(), body: null });
    };
    const transport = createTransport({ ca, fetch }, {}, clock);
    after(() => transport.close());
    const url = new URL(`https://api.sigmic.test:${server.port}/`);
    const { signal } = new AbortController();
    const ask = async (): Promise<void> => {
      const answer = await transport.request({ url, method: 'GET', headers: {}, signal });
      answer.body.destroy();
    };
    await ask();
    direct.address = '127.0.0.1';
    await ask();
    assert.deepEqual([calls.length, server.requests.length], [2, 0]);
    clock.advance(60_000);
    await ask();
    await ask();
    assert.deepEqual([calls.length, server.requests.length], [2, 2]);
  });

  it('follows no redirect to another origin', async () => {
    const other = await serve(answers);
    const { client, server } = await office(
      {},
      {},
      {
        handler: (_request, response) =>
          void response.writeHead(307, { location: `${other.origin}/x` }).end(),
      },
    );
    await assert.rejects(client.sendMessage('t', { message: 'x' }), { code: 'REDIRECTED', status: 307 });
    await assert.rejects(client.getTask('t'), { code: 'REDIRECTED', status: 307 });
    assert.equal(server.requests.length, 2);
    assert.equal(other.requests.length, 0);
  });

  it('that hides a redirect, as browsers do, follows none either', async () => {
    const hidden: Fetch = () => Promise.resolve({ status: 0, headers: new Headers(), body: null });
    const { client } = await office({ fetch: hidden });
    await assert.rejects(client.getTask('t'), { code: 'REDIRECTED' });
  });

  it('undoes compression once', async () => {
    const body = gzipSync(JSON.stringify({ success: true, data: task }));
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { client } = await office(
      {},
      {},
      {
        handler: (_request, response) => void response.writeHead(200, headers).end(body),
      },
    );
    assert.equal((await client.getTask('t')).id, 't');
  });

  for (const how of ['cancelled', 'left', 'closed'] as const) {
    it(`is let go of at once when a stream is ${how}`, async () => {
      const { client, server, ...rest } = await office(
        {},
        {},
        {
          handler: (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            response.write(encodeEvents(recordedEvents.slice(0, 1)));
          },
        },
      );
      const ending = new AbortController();
      const events = client.openStream('t', { signal: ending.signal })[Symbol.asyncIterator]();
      assert.equal((await events.next()).done, false);
      assert.equal(server.sockets.size, 1);
      const begun = performance.now();
      const next = how === 'left' ? undefined : events.next();
      if (how === 'cancelled') ending.abort();
      else if (how === 'closed') await rest.close();
      else await events.return?.();
      await (next === undefined ? undefined : assert.rejects(next));
      await until(() => server.sockets.size === 0);
      assert.ok(performance.now() - begun < 500);
    });
  }
});
