import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, it } from 'mocha';
import { collect, ManualClock, recordingLog, setUp } from './setup';
import { ok, serve, started } from './test-server';

const task = { id: 't', status: 'running', message: '' };

/** A port that nobody listens on. */
async function closedOrigin(): Promise<string> {
  const server = await started(createServer(), 'http');
  await server.close();
  return server.origin;
}

describe('Faults of the network', () => {
  it('repeat a GET and a DELETE twice', async () => {
    const server = await serve((request, response, index) => {
      if (index % 3 < 2) response.destroy();
      else ok(response, request.method === 'GET' ? task : { message: 'stopped' });
    });
    const { client } = setUp(server.origin);
    assert.equal((await client.getTask('t')).id, 't');
    assert.equal(await client.cancelTask('t'), 'stopped');
    assert.equal(server.requests.length, 6);
  });

  it('repeat a GET whose answer was cut', async () => {
    const server = await serve((_request, response, index) => {
      if (index === 0)
        response.writeHead(200, { 'content-length': 100 }).write('{"suc', () => response.destroy());
      else ok(response, task);
    });
    assert.equal((await setUp(server.origin).client.getTask('t')).id, 't');
  });

  it('give up after the third', async () => {
    const server = await serve((_request, response) => response.destroy());
    await assert.rejects(setUp(server.origin).client.getTask('t'), {
      kind: 'network',
      sent: true,
      retryable: true,
    });
    assert.equal(server.requests.length, 3);
  });

  it('never repeat a POST that may have arrived', async () => {
    const server = await serve((_request, response) => response.destroy());
    const { client } = setUp(server.origin);
    const expected = { kind: 'network', sent: true, retryable: false };
    await assert.rejects(client.sendMessage('t', { message: 'x' }), expected);
    await assert.rejects(client.answerTool('t', 'c', 'proceed_once'), expected);
    assert.equal(server.requests.length, 2);
  });

  it('repeat a POST that certainly never left', async () => {
    const origins = [await closedOrigin()];
    const server = await serve((_request, response) => ok(response, { id: 't' }));
    const { client, lines } = setUp('', { origin: () => origins.shift() ?? server.origin });
    assert.equal((await client.createTask({ message: 'x', autoExecute: true })).id, 't');
    assert.match(lines[0] ?? '', /POST \/api\/v1\/tasks network ECONNREFUSED/);
    assert.equal(server.requests.length, 1);
  });

  it('say so when the request never left', async () => {
    const { client } = setUp(await closedOrigin());
    const expected = { kind: 'network', code: 'ECONNREFUSED', sent: false, retryable: true };
    await assert.rejects(client.sendMessage('t', { message: 'x' }), expected);
  });

  it('do not repeat answers of the server', async () => {
    const server = await serve((_request, response) => void response.writeHead(503).end());
    await assert.rejects(setUp(server.origin).client.getTask('t'), { kind: 'unavailable' });
    assert.equal(server.requests.length, 1);
  });
});

describe('A call', () => {
  it('ends after its own time', async () => {
    const clock = new ManualClock();
    const server = await serve(() => clock.advance(30_000));
    const { client } = setUp(server.origin, { clock });
    await assert.rejects(client.getTask('t'), { kind: 'timeout', retryable: true });
    await assert.rejects(client.getTask('t', { timeoutMs: 10 }), { kind: 'timeout' });
    assert.equal(clock.pending, 0);
  });

  it('ends when its signal fires, at once and before it begins', async () => {
    const controller = new AbortController();
    const server = await serve(() => controller.abort());
    const { client } = setUp(server.origin);
    await assert.rejects(client.getTask('t', { signal: controller.signal }), { kind: 'cancelled' });
    await assert.rejects(client.getTask('t', { signal: controller.signal }), { kind: 'cancelled' });
    assert.equal(server.requests.length, 1);
  });

  it('ends while it waits for the credential or before a retry', async () => {
    const clock = new ManualClock();
    const waiting = setUp('http://127.0.0.1:1', { clock, credential: () => new Promise(() => undefined) });
    const call = waiting.client.getTask('t');
    clock.advance(30_000);
    await assert.rejects(call, { kind: 'timeout' });

    const controller = new AbortController();
    const server = await serve((_request, response) => response.destroy());
    const log = { ...recordingLog().log, debug: () => controller.abort() };
    const { client } = setUp(server.origin, { clock, log });
    await assert.rejects(client.getTask('t', { signal: controller.signal }), { kind: 'cancelled' });
    assert.equal(clock.pending, 0);
  });

  it('leaves no timer and no listener behind', async () => {
    const clock = new ManualClock();
    const server = await serve((_request, response) => ok(response, task));
    const { client } = setUp(server.origin, { clock });
    const { signal } = new AbortController();
    for (let index = 0; index < 20; index++) await client.getTask('t', { signal });
    assert.equal(clock.pending, 0);
    const { body } = await client.downloadArtifact('t', 'x', { signal });
    assert.equal(clock.pending, 1);
    await collect(body);
    assert.equal(clock.pending, 0);
  });

  it('of a download ends when nobody reads it, and when nothing comes', async () => {
    const clock = new ManualClock();
    const server = await serve(
      (_request, response) => void response.writeHead(200, { 'content-length': 9 }).write('x'),
    );
    const { client } = setUp(server.origin, { clock });
    const file = await client.downloadArtifact('t', 'x');
    const closed = new Promise((resolve) => [...server.sockets][0]?.once('close', resolve));
    clock.advance(60_000);
    await closed;
    await assert.rejects(collect(file.body), { kind: 'timeout' });
  });
});

describe('A closed transport', () => {
  it('has closed every socket and ended what was under way', async () => {
    const server = await serve((request, response) => {
      if (request.url.endsWith('/stream'))
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
      else ok(response, task);
    });
    const setup = setUp(server.origin);
    const { client } = setup;
    await client.getTask('t');
    let alive: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (alive = resolve));
    const stream = collect(client.openStream('t', { onAlive: () => alive() }));
    await opened;
    const closed = Promise.all(
      [...server.sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))),
    );
    await Promise.all([setup.close(), assert.rejects(stream, { kind: 'network' })]);
    await closed;
    await assert.rejects(client.getTask('t'), { name: 'SigmicError' });
  });
});
