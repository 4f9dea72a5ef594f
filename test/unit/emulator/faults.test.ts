import assert from 'node:assert/strict';
import { request } from 'node:http';
import { malformedEvent, unknownEvent } from '../../emulator/index';
import { asObject, assertFailure, Rig } from './rig';

/** The response as it comes over the socket: its chunks, and whether it ended as announced. */
function raw(rig: Rig, path: string): Promise<{ chunks: Buffer[]; complete: boolean }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${rig.emulator.key}` };
    const sent = request(`${rig.emulator.url}/api/v1${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => undefined);
      response.on('close', () => resolve({ chunks, complete: response.complete }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const textOf = ({ chunks }: { chunks: Buffer[] }): string => Buffer.concat(chunks).toString('utf8');

describe('emulator: faults', () => {
  let rig: Rig;
  let id: string;
  let stream: string;
  let whole: string;
  before(async () => {
    rig = await Rig.start();
    ({ id } = await rig.run('What is 2+2?'));
    await rig.followUp(id, 'multiply that by 10');
    stream = `/tasks/${id}/stream`;
    whole = textOf(await raw(rig, stream));
  });
  afterEach(() => rig.emulator.faults.clear());
  after(() => rig.close());

  const faulty = async (fault: object): Promise<{ chunks: Buffer[]; complete: boolean }> => {
    rig.emulator.faults.add({ match: { path: '/stream', times: 1 }, ...fault });
    return raw(rig, stream);
  };

  it('drops the connection after exactly so many bytes', async () => {
    for (const dropAfterBytes of [1, 17, 300]) {
      const seen = await faulty({ dropAfterBytes });
      assert.equal(textOf(seen), whole.slice(0, dropAfterBytes));
      assert.equal(seen.complete, false);
    }
  });

  it('drops the connection after exactly so many events', async () => {
    const events = whole.split('\n\n').slice(0, -1);
    for (let dropAfterEvents = 1; dropAfterEvents < events.length; dropAfterEvents += 1) {
      const seen = await faulty({ dropAfterEvents });
      assert.equal(
        textOf(seen),
        events
          .slice(0, dropAfterEvents)
          .map((event) => `${event}\n\n`)
          .join(''),
      );
      assert.equal(seen.complete, false);
    }
  });

  it('loses the answer of a request that took effect, or never lets it', async () => {
    const follow = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"What is 1+1?"}',
    };
    const count = async (): Promise<unknown> => asObject((await rig.json('/tasks')).body.pagination).total;
    const before = Number(await count());
    rig.emulator.faults.add({ match: { method: 'POST', times: 1 }, closeBefore: true });
    await assert.rejects(rig.fetch('/tasks', follow));
    assert.equal(await count(), before);
    rig.emulator.faults.add({ match: { method: 'POST', times: 1 }, dropAfterBytes: 0 });
    await assert.rejects(async () => (await rig.fetch('/tasks', follow)).text());
    assert.equal(await count(), before + 1);
  });

  it('ends a body cleanly but too early', async () => {
    const seen = await faulty({ endAfterBytes: 40 });
    assert.equal(textOf(seen), whole.slice(0, 40));
    assert.equal(seen.complete, true);
  });

  it('falls silent and leaves the connection open', async () => {
    const quick = await Rig.start({ heartbeatMs: 5 });
    try {
      quick.emulator.script(/quiet/, [{ gate: 'never' }]);
      const task = await quick.create('quiet');
      quick.emulator.faults.add({ match: { path: '/stream' }, silenceAfterEvents: 2 });
      const leaving = new AbortController();
      const response = await quick.fetch(`/tasks/${task}/stream`, { signal: leaving.signal });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      assert.ok(reader);
      let text = '';
      while (!text.includes('history_done') || !text.endsWith('\n\n'))
        text += (await reader.read()).value ?? '';
      // Ten heartbeats' time with nothing from the server.
      const more = await Promise.race([
        reader.read().then(
          () => 'more',
          () => 'closed',
        ),
        new Promise((resolve) => setTimeout(resolve, 50, 'silence')),
      ]);
      assert.equal(more, 'silence');
      leaving.abort();
    } finally {
      await quick.close();
    }
  });

  it('keeps back what it has as a proxy that buffers: to the end, or until a gate is opened', async () => {
    assert.equal(textOf(await faulty({ hold: {} })), whole);
    assert.equal(textOf(await faulty({ hold: { afterEvents: 1, headers: true } })), whole);
    rig.emulator.script(/held/, [{ gate: 'done' }]);
    const task = await rig.create('held');
    rig.emulator.faults.add({ match: { path: '/stream' }, hold: { afterEvents: 1, gate: 'proxy' } });
    const response = await rig.fetch(`/tasks/${task}/stream`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    assert.ok(reader);
    let text = (await reader.read()).value ?? '';
    assert.match(text, /^event: history_message\n.*\n\n$/);
    rig.emulator.openGate('proxy');
    text += (await reader.read()).value ?? '';
    assert.match(text, /history_done/);
    rig.emulator.openGate('done');
    for (let end = false; !end;) {
      const piece = await reader.read();
      text += piece.value ?? '';
      end = piece.done;
    }
    assert.match(text, /event: done/);
  });

  it('puts other events in between', async () => {
    const [first, ...others] = whole.split('\n\n');
    const expected = [first, malformedEvent.trimEnd(), ...others].join('\n\n');
    assert.equal(textOf(await faulty({ insert: { afterEvents: 1, raw: malformedEvent } })), expected);
    assert.ok(
      textOf(await faulty({ insert: { afterEvents: 2, raw: unknownEvent } })).includes('event: weather'),
    );
  });

  it('cuts the body into single bytes, slowly if asked', async () => {
    const seen = await faulty({ chunkBytes: 1, endAfterBytes: 60 });
    assert.equal(textOf(seen), whole.slice(0, 60));
    assert.deepEqual(new Set(seen.chunks.map(({ length }) => length)), new Set([1]));
    const started = performance.now();
    await faulty({ chunkBytes: 1, chunkDelayMs: 2, endAfterBytes: 10 });
    assert.ok(performance.now() - started >= 18);
  });

  it('ends lines with CR LF', async () => {
    assert.equal(textOf(await faulty({ crlf: true })), whole.replaceAll('\n', '\r\n'));
    const events = whole
      .split('\n\n')
      .slice(0, 2)
      .join('\r\n\r\n')
      .replaceAll(/(?<!\r)\n/g, '\r\n');
    assert.equal(textOf(await faulty({ crlf: true, dropAfterEvents: 2 })), `${events}\r\n\r\n`);
  });

  it('wraps the payloads of one stream', async () => {
    assert.match(
      textOf(await faulty({ envelope: 'wrapped' })),
      /^event: history_message\ndata: \{"type":"history_message","data":\{/,
    );
  });

  it('answers with any status, headers and body', async () => {
    const { faults } = rig.emulator;
    faults.add({ match: { times: 1 }, respond: { status: 502, body: '<html>Bad gateway</html>' } });
    const html = await rig.fetch('/tasks');
    assert.equal(html.status, 502);
    assert.equal(html.headers.get('content-type'), 'text/html');
    assert.equal(await html.text(), '<html>Bad gateway</html>');

    faults.add({
      match: { times: 1 },
      respond: { status: 429, headers: { 'retry-after': '2' }, body: { success: false } },
    });
    const limited = await rig.fetch('/tasks');
    assert.equal(limited.headers.get('retry-after'), '2');
    assert.deepEqual(await limited.json(), { success: false });

    faults.add({ match: { times: 1 }, respond: { status: 204 } });
    assert.equal((await rig.fetch('/tasks')).status, 204);

    faults.add({
      match: { times: 1 },
      respond: { status: 307, headers: { location: 'http://localhost:9/elsewhere' } },
    });
    const redirect = await rig.fetch('/tasks', { redirect: 'manual' });
    assert.equal(redirect.headers.get('location'), 'http://localhost:9/elsewhere');
    assert.equal((await rig.fetch('/tasks')).status, 200);
  });

  it('answers an upload that it does not read', async () => {
    rig.emulator.faults.add({ match: { method: 'POST' }, respond: { status: 503, body: 'busy' } });
    const body = new FormData();
    body.append('message', 'x');
    body.append('files', new Blob([new Uint8Array(5_000_000)]), 'big.bin');
    const response = await rig.fetch('/tasks', { method: 'POST', body });
    assert.equal(response.status, 503);
    assert.equal(await response.text(), 'busy');
  });

  it('delays an answer', async () => {
    rig.emulator.faults.add({ delayMs: 40 });
    const started = performance.now();
    assert.equal((await rig.fetch('/tasks')).status, 200);
    assert.ok(performance.now() - started >= 38);
  });

  it('holds a request at a gate, for as long as its client is there', async () => {
    const { emulator } = rig;
    emulator.faults.add({ match: { path: '/tasks', times: 2 }, gate: 'held' });
    const list = (signal?: AbortSignal) =>
      fetch(`${emulator.url}/api/v1/tasks`, {
        headers: { authorization: `Bearer ${emulator.key}` },
        ...(signal && { signal }),
      });
    const impatient = new AbortController();
    const [gone, stays] = [list(impatient.signal), list()];
    while (emulator.requests.filter(({ path }) => path === '/api/v1/tasks').length < 2)
      await new Promise((resolve) => setImmediate(resolve));
    impatient.abort();
    await assert.rejects(gone);
    emulator.openGate('held');
    assert.equal((await stays).status, 200);
  });

  it('cuts downloads and JSON answers too', async () => {
    rig.emulator.faults.add({ match: { path: /\/history$/ }, dropAfterBytes: 20 });
    await assert.rejects(async () => (await rig.fetch(`/tasks/${id}/history`)).text());
    rig.emulator.faults.clear();
    rig.emulator.faults.add({ match: { path: /\/history$/ }, endAfterBytes: 20 });
    assert.equal((await (await rig.fetch(`/tasks/${id}/history`)).text()).length, 20);
  });

  it('matches by method and path, as often as told, until taken back', async () => {
    const teapot = { status: 418 };
    const undo = rig.emulator.faults.add({
      match: { method: 'get', path: '/tasks\\?limit=\\d' },
      respond: teapot,
    });
    rig.emulator.faults.add({ match: { path: 'history', times: 2 }, respond: teapot });
    const status = async (path: string): Promise<number> => (await rig.fetch(path)).status;
    assert.equal(await status('/tasks?limit=3'), 418);
    assert.equal(await status('/tasks'), 200);
    undo();
    assert.equal(await status('/tasks?limit=3'), 200);
    const history = `/tasks/${id}/history`;
    assert.deepEqual([await status(history), await status(history), await status(history)], [418, 418, 200]);
  });

  describe('over the control endpoint', () => {
    const control = (
      method: string,
      path: string,
      body?: unknown,
      token = rig.emulator.controlToken,
    ): Promise<Response> =>
      fetch(`${rig.emulator.url}/__emulator${path}`, {
        method,
        headers: {
          'x-emulator-control': token,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });

    it('is not there without the token', async () => {
      assert.equal((await control('GET', '/requests', undefined, 'guess')).status, 404);
      assert.equal((await control('POST', '/faults', {}, '')).status, 404);
    });

    it('adds and clears faults', async () => {
      const fault = { match: { method: 'GET', path: '/tasks' }, respond: { status: 503, body: '' } };
      assert.equal((await control('POST', '/faults', fault)).status, 200);
      assert.equal((await rig.fetch('/tasks')).status, 503);
      assert.equal((await control('DELETE', '/faults')).status, 200);
      assert.equal((await rig.fetch('/tasks')).status, 200);
      assert.equal((await control('POST', '/faults', [])).status, 400);
    });

    it('sets scripts, gates, shapes and sessions, and tells requests without secrets', async () => {
      await control('POST', '/scripts', {
        pattern: 'sesame',
        steps: [{ gate: 'door' }, { event: 'content', data: { text: 'Open' } }],
      });
      const secrets = { WORD: 'abracadabra' };
      const task = await rig.create('Sesame', { secrets });
      await control('POST', '/gates/door/open');
      assert.equal((await rig.watch(task)).text, 'Open');
      await control('DELETE', '/scripts');

      await control('PATCH', '/shapes', { envelope: 'wrapped' });
      assert.equal(rig.emulator.shapes.envelope, 'wrapped');
      await control('PATCH', '/shapes', { envelope: 'flat' });

      await control('PATCH', '/tempo', { pace: 1 });
      assert.deepEqual(rig.emulator.tempo, { pace: 1, startWhenWatched: true });
      await control('PATCH', '/tempo', { pace: 0 });

      const { sessionId } = await rig.task(task);
      await control('POST', '/sessions/expire');
      await rig.followUp(task, 'What is 1+1?');
      assert.notEqual((await rig.task(task)).sessionId, sessionId);

      const requests = await (await control('GET', '/requests')).text();
      assert.match(requests, /Sesame/);
      assert.doesNotMatch(requests, new RegExp(`abracadabra|${rig.emulator.key}`));
      const created = rig.emulator.requests.find(({ body }) => JSON.stringify(body ?? '').includes('Sesame'));
      assert.deepEqual(created?.body, { message: 'Sesame', secrets });
    });

    it('revokes a key', async () => {
      const key = `sigmic_${'9'.repeat(64)}`;
      rig.emulator.addKey(key);
      await control('POST', `/keys/${key}/revoke`);
      assertFailure(await rig.json('/tasks', {}, key), 401, 'INVALID_API_KEY');
    });
  });
});
