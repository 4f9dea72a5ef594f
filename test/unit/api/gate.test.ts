import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isSigmicError, type SigmicError } from '../../../src/core/api';
import { ManualClock } from '../session/manual-clock';
import { key, setUp } from './setup';
import { fail, ok, serve, type Handler } from './test-server';

const errorOf = async (call: Promise<unknown>): Promise<SigmicError> => {
  const error: unknown = await call.then(String, (cause: unknown) => cause);
  assert.ok(isSigmicError(error), String(error));
  return error;
};

/** Answers the first request with `status` and "come back in 20 s", the others well. */
const busyOnce =
  (status: number): Handler =>
  (request, response, index) => {
    if (index === 0) {
      response.setHeader('retry-after', '20');
      fail(response, status, 'BUSY', 'Later');
    } else if (request.url.endsWith('/stream')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('event: history_done\ndata: {"messageCount":0,"isStreaming":false}\n\n');
    } else if (request.method === 'GET') ok(response, { id: 't', status: 'running', message: 'm' });
    else ok(response, { approved: true });
  };

const drain = async (stream: AsyncIterable<unknown>): Promise<void> => {
  const events = stream[Symbol.asyncIterator]();
  while ((await events.next()).done !== true);
};

describe('A server that asks to wait', () => {
  for (const status of [429, 503]) {
    it(`with ${status} gets no other request before that, of whatever kind, and all of them afterwards`, async () => {
      const server = await serve(busyOnce(status));
      const clock = new ManualClock();
      const { client } = setUp(server.origin, { clock });
      const calls: readonly (() => Promise<unknown>)[] = [
        () => client.getTask('t'),
        () => drain(client.openStream('t')),
        () => client.answerTool('t', 'c', 'proceed_once'),
        () => client.sendMessage('t', { message: 'x' }),
        () => client.cancelTask('t'),
      ];
      assert.equal((await errorOf(client.getTask('t'))).retryAfterMs, 20_000);
      clock.advance(16_000);
      for (const call of calls) {
        const error = await errorOf(call());
        assert.deepEqual(
          [error.kind, error.status, error.retryAfterMs, error.sent],
          ['unavailable', status, 4_000, false],
        );
      }
      assert.equal(server.requests.length, 1);
      clock.advance(4_000);
      for (const call of calls) await call();
      assert.equal(server.requests.length, 1 + calls.length);
      await server.close();
    });
  }

  it('is asked by itself when the time is nearly over', async () => {
    const server = await serve(busyOnce(429));
    const clock = new ManualClock();
    const { client } = setUp(server.origin, { clock });
    await errorOf(client.getTask('t'));
    clock.advance(17_000);
    const call = client.getTask('t');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(server.requests.length, 1);
    clock.advance(3_000);
    await call;
    assert.equal(server.requests.length, 2);
    await server.close();
  });

  it('is asked all the same when a person wants it, and is open again if it answers well', async () => {
    const server = await serve(busyOnce(429));
    const { client } = setUp(server.origin, { clock: new ManualClock() });
    await errorOf(client.getTask('t'));
    await drain(client.openStream('t', { anyway: true }));
    await client.getTask('t');
    assert.equal(server.requests.length, 3);
    await server.close();
  });

  it('asks the key that it answered, and no other', async () => {
    const server = await serve(busyOnce(429));
    let credential = key;
    const { client } = setUp(server.origin, {
      clock: new ManualClock(),
      credential: () => Promise.resolve(credential),
    });
    await errorOf(client.getTask('t'));
    credential = `sigmic_${'f'.repeat(64)}`;
    await client.getTask('t');
    credential = key;
    assert.equal((await errorOf(client.getTask('t'))).code, 'ASKED_TO_WAIT');
    await server.close();
  });
});
