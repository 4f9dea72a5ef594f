import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import { ProxyAgent } from 'undici';
import { createTransport, SigmicClient, type NetworkSettings } from '../../../src/core/api';
import {
  checkConnection,
  connectionReport,
  type CheckOptions,
  type CheckStep,
} from '../../../src/core/connection-check';
import { encodeEvents, recordedEvents } from '../api/recorded-stream';
import { key, recordingLog } from '../api/setup';
import { startProxy } from '../api/test-proxy';
import { fail, fixture, html, ok, serve, serveSecure, type Handler } from '../api/test-server';

const ca = [fixture('ca.pem')];
const far = 'https://api.sigmic.test';
const password = 'canary-of-the-proxy';

const answers: Handler = (request, response) => {
  if (request.url.endsWith('/stream'))
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(encodeEvents(recordedEvents));
  else ok(response, [{ id: 't', status: 'completed', message: '' }], { pagination: { total: 1 } });
};

async function check(
  url: string,
  network: NetworkSettings = {},
  more: Partial<CheckOptions> = {},
): Promise<CheckStep[]> {
  const env = more.env ?? {};
  const transport = createTransport(network, env);
  after(() => transport.close());
  const client = new SigmicClient({
    origin: () => url,
    credential: () => Promise.resolve(key),
    transport: () => transport,
    log: recordingLog().log,
    random: () => 0,
  });
  return checkConnection({
    address: () => ({ url, namedBy: 'sigmic.apiUrl' }),
    network,
    env,
    usesSystemStore: true,
    api: client,
    now: () => performance.now(),
    signal: new AbortController().signal,
    ...more,
  });
}

/** The step that failed; those before it were good, those after it are not tried. */
function failed(steps: readonly CheckStep[], station: CheckStep['station']): CheckStep {
  const at = steps.findIndex(({ outcome }) => outcome === 'bad');
  const step = steps[at];
  assert.ok(step !== undefined, JSON.stringify(steps));
  assert.equal(step.station, station, JSON.stringify(step));
  assert.ok(steps.slice(0, at).every(({ outcome }) => outcome === 'good'));
  assert.ok(steps.slice(at + 1).every(({ outcome }) => outcome === 'untried'));
  assert.equal(steps.length, 7);
  return step;
}

describe('checkConnection', () => {
  it('goes the whole way directly', async () => {
    const server = await serveSecure(answers);
    const steps = await check(`https://localhost:${server.port}`, { ca });
    assert.ok(
      steps.every(({ outcome }) => outcome === 'good'),
      JSON.stringify(steps),
    );
    assert.match(steps[1]?.words ?? '', /^None: the API is on this computer/);
    assert.match(steps[2]?.words ?? '', /^localhost is .*(127\.0\.0\.1|::1)/);
    assert.match(steps[4]?.words ?? '', /^Trusted: issued by “Test CA”.*TLSv1\.[23]\.$/);
    assert.match(steps[6]?.words ?? '', /^The first event .* after \d+ ms\.$/);
  });

  it('goes through the proxy, says who named it, and keeps its password and the key to itself', async () => {
    const server = await serveSecure(answers);
    const proxy = await startProxy({ targetPort: server.port });
    const withUser = proxy.url.replace('//', `//me:${password}@`);
    for (const [network, env, namedBy] of [
      [{ ca, proxy: withUser }, {}, 'http.proxy'],
      [{ ca }, { HTTPS_PROXY: withUser }, 'HTTPS_PROXY'],
    ] as const) {
      const steps = await check(far, network, { env });
      assert.ok(
        steps.every(({ outcome }) => outcome === 'good'),
        JSON.stringify(steps),
      );
      assert.ok(steps[1]?.words.endsWith(`localhost:${proxy.port}, with a user and password (${namedBy}).`));
      const report = connectionReport(steps, ['now']);
      for (const secret of [password, key, Buffer.from(`me:${password}`).toString('base64'), 'me:'])
        assert.ok(!report.includes(secret), report);
    }
    assert.ok(proxy.asked.every(({ authorization }) => authorization !== undefined));
  });

  it('takes the way of VS Code itself where ours ends, and tells what a proxy on it says', async () => {
    const server = await serveSecure(answers);
    const fetchBy = async (refuse?: number): Promise<NetworkSettings> => {
      const proxy = await startProxy({ targetPort: server.port, ...(refuse !== undefined && { refuse }) });
      const dispatcher = new ProxyAgent({ uri: proxy.url, requestTls: { ca: fixture('ca.pem') } });
      after(() => dispatcher.destroy());
      return {
        ca,
        fetch: (url, init) => {
          const told = { ...init, dispatcher };
          return globalThis.fetch(url, told);
        },
      };
    };
    const steps = await check(far, await fetchBy());
    assert.deepEqual(
      steps.map(({ outcome }) => outcome),
      ['good', 'good', 'untried', 'untried', 'untried', 'good', 'good'],
    );
    assert.match(
      steps[2]?.words ?? '',
      /^Not directly: .*could not be found.* VS Code’s own way leads there/,
    );
    assert.equal(server.requests[0]?.headers.authorization, undefined);
    const refused = failed(await check(far, await fetchBy(407)), 'Name');
    assert.match(refused.words, /user name and a password/);
  });

  it('says that proxies are switched off', async () => {
    const steps = await check('https://nowhere.invalid', { proxySupport: 'off', proxy: 'http://x' });
    assert.equal(steps[1]?.words, 'None: http.proxySupport is off.');
    assert.equal(failed(steps, 'Name').setting, 'http.proxySupport');
  });

  it('stops at an address or a proxy that cannot be used', async () => {
    const address = failed(await check('http://api.sigmic.test'), 'Address');
    assert.equal(address.setting, 'sigmic.apiUrl');
    const proxy = failed(await check(far, {}, { env: { ALL_PROXY: 'socks5://x' } }), 'Proxy');
    assert.match(proxy.words, /ALL_PROXY names is a SOCKS proxy/);
    assert.equal(proxy.setting, 'http.proxy');
  });

  it('names http.proxy when a name is not found and when nobody answers', async () => {
    const name = failed(await check('https://nowhere.invalid'), 'Name');
    assert.match(name.words, /name could not be found/);
    const proxyName = failed(await check(far, { proxy: 'http://nowhere.invalid' }), 'Name');
    assert.match(proxyName.words, /the proxy’s name could not be found/i);
    const refused = failed(await check(far, { proxy: 'http://127.0.0.1:1' }), 'Connection');
    assert.match(refused.words, /nothing answers at the proxy’s address/i);
    for (const step of [name, proxyName, refused]) assert.equal(step.setting, 'http.proxy');
    // No proxy helps with what is on this computer.
    const here = failed(await check('https://127.0.0.1:1'), 'Connection');
    assert.deepEqual([here.setting, here.advice], ['sigmic.apiUrl', undefined]);
  });

  it('says when the proxy does not take the password that it was given', async () => {
    const proxy = await startProxy({ targetPort: 9, refuse: 407 });
    const step = failed(
      await check(far, { proxy: proxy.url.replace('//', `//me:${password}@`) }),
      'Connection',
    );
    assert.match(step.words, /^The proxy does not accept the user name and password/);
    assert.ok(!JSON.stringify(step).includes(password));
  });

  for (const status of [407, 403]) {
    it(`names http.proxy when the proxy answers ${status}, or is none`, async () => {
      const proxy = await startProxy({ targetPort: 9, refuse: status });
      const step = failed(await check(far, { proxy: proxy.url }), 'Connection');
      assert.match(step.words, status === 407 ? /user name and a password/ : /refuses to connect/);
      assert.equal(step.setting, 'http.proxy');
      const page = await serve((_request, response) => html(response, 200));
      assert.equal(failed(await check(far, { proxy: page.origin }), 'Connection').setting, 'http.proxy');
    });
  }

  it('names the issuer of a certificate that is not trusted, having sent nothing', async () => {
    const server = await serveSecure(answers);
    const step = failed(await check(server.origin), 'Certificate');
    assert.match(step.words, /not trusted: issued by “Test CA”.*SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}\.$/);
    assert.match(step.advice ?? '', /NODE_EXTRA_CA_CERTS/);
    const off = failed(await check(server.origin, {}, { usesSystemStore: false }), 'Certificate');
    assert.equal(off.setting, 'http.systemCertificates');
    assert.equal(server.requests.length, 0);
  });

  it('says for whom a certificate is when it is not for the host', async () => {
    const server = await serveSecure(answers);
    const proxy = await startProxy({ targetPort: server.port });
    const step = failed(await check('https://other.sigmic.test', { ca, proxy: proxy.url }), 'Certificate');
    assert.match(step.words, /not for other\.sigmic\.test, but for api\.sigmic\.test/);
    assert.equal(step.setting, 'sigmic.apiUrl');
  });

  it('tells a refused key from a page on the way', async () => {
    const refusing = await serve((_request, response) => fail(response, 401, 'INVALID_API_KEY', 'no'));
    const refused = failed(await check(refusing.origin), 'Key');
    assert.match(refused.words, /^Sigmic does not accept your API key/);
    assert.equal(refused.needsKey, true);
    const portal = await serve((_request, response) => html(response, 200));
    assert.match(failed(await check(portal.origin), 'Key').words, /did not come from Sigmic/);
  });

  it('says that a stream is held back, and tries none when there is no task', async () => {
    const server = await serve((request, response, index) => {
      if (request.url.endsWith('/stream')) response.writeHead(200, { 'content-type': 'text/event-stream' });
      else answers(request, response, index);
    });
    const patient = new SigmicClient({
      origin: () => server.origin,
      credential: () => Promise.resolve(key),
      transport: () => transport,
      log: recordingLog().log,
    });
    const transport = createTransport({}, {});
    after(() => transport.close());
    const api: CheckOptions['api'] = {
      listTasks: (...given) => patient.listTasks(...given),
      openStream: (id, options) => patient.openStream(id, { ...options, silenceMs: 100 }),
    };
    const held = failed(await check(server.origin, {}, { api }), 'Stream');
    assert.match(held.words, /^Nothing came for 20 seconds\./);
    const empty = await serve((_request, response) => ok(response, []));
    const steps = await check(empty.origin);
    assert.deepEqual([steps[5]?.outcome, steps[6]?.outcome], ['good', 'untried']);
  });

  it('can be cancelled', async () => {
    const ending = new AbortController();
    const onStation = (): void => ending.abort();
    await assert.rejects(check('https://nowhere.invalid', {}, { signal: ending.signal, onStation }), {
      name: 'AbortError',
    });
  });
});
