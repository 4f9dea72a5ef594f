import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../../../src/core/api';
import { encodeEvents, recordedEvents } from './recorded-stream';
import { collect, ManualClock, setUp } from './setup';
import { fail, html, json, ok, serve } from './test-server';

const open = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });

const historyDone = (isStreaming: boolean): StreamEvent => ({
  type: 'history_done',
  data: { messageCount: 0, isStreaming },
});

/** A server whose stream says this and then stays open. */
async function saying(bytes: Buffer, then: (response: ServerResponse) => void = () => undefined) {
  return serve((_request, response) => open(response).write(bytes, () => then(response)));
}

describe('openStream', () => {
  it('gives the events and ends after done, though the connection stays open', async () => {
    const server = await saying(
      encodeEvents([...recordedEvents, { type: 'content', data: { text: 'too late' } }]),
    );
    const { client, lines } = setUp(server.origin);
    assert.deepEqual(await collect(client.openStream('t')), recordedEvents);
    assert.equal(server.requests[0]?.url, '/api/v1/tasks/t/stream');
    assert.equal(server.requests[0].headers.accept, 'text/event-stream');
    assert.equal(lines.length, 1);
  });

  it('closes the socket after the last event', async () => {
    const server = await saying(encodeEvents([historyDone(false)]));
    const closed = new Promise<void>((resolve) => {
      server.requests.push = (...items) => {
        for (const socket of server.sockets) socket.once('close', () => resolve());
        return items.length;
      };
    });
    assert.deepEqual(await collect(setUp(server.origin).client.openStream('t')), [historyDone(false)]);
    await closed;
  });

  it('ends after done when the server closes at once', async () => {
    const server = await saying(encodeEvents(recordedEvents), (response) => response.end());
    assert.equal((await collect(setUp(server.origin).client.openStream('t'))).length, recordedEvents.length);
  });

  it('that is closed or cut before its end is a fault of the network', async () => {
    for (const cut of [
      (response: ServerResponse) => response.end(),
      (response: ServerResponse) => response.destroy(),
    ]) {
      const server = await saying(encodeEvents([historyDone(true)]), cut);
      const events: StreamEvent[] = [];
      const reading = async (): Promise<void> => {
        for await (const event of setUp(server.origin).client.openStream('t')) events.push(event);
      };
      await assert.rejects(reading, { name: 'SigmicError', kind: 'network', retryable: true });
      assert.deepEqual(events, [historyDone(true)]);
      assert.equal(server.requests.length, 1);
    }
  });

  it('ends after 45 s of silence by name; heartbeats are life', async () => {
    const clock = new ManualClock();
    let beat: () => void = () => undefined;
    const server = await saying(
      Buffer.from(':\n\n'),
      (response) => (beat = () => void response.write(':\n\n')),
    );
    let beats = 0;
    const onAlive = (): void => {
      clock.advance(44_000);
      if (++beats < 4) beat();
      else clock.advance(1000);
    };
    const { client } = setUp(server.origin, { clock });
    await assert.rejects(collect(client.openStream('t', { onAlive })), { kind: 'silence', retryable: true });
    assert.equal(beats, 4);
    assert.equal(clock.pending, 0);
  });

  it('counts silence from the very beginning, and takes another limit', async () => {
    const clock = new ManualClock();
    const server = await serve(() => clock.advance(5));
    const { client } = setUp(server.origin, { clock });
    await assert.rejects(collect(client.openStream('t', { silenceMs: 5 })), { kind: 'silence' });
  });

  it('gives others their turns while a server tells much at once, and ends within one when it is cancelled', async () => {
    const clock = new ManualClock();
    const piece: StreamEvent = { type: 'content', data: { text: 'x', isPartial: true } };
    const pieces = Array.from({ length: 500 }, () => piece);
    const server = await saying(encodeEvents([historyDone(true), ...pieces]));
    const aborting = new AbortController();
    let longest = 0;
    let since = 0;
    let told = 0;
    const turn = (): void => {
      since = 0;
      if (told > 300) aborting.abort();
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const { signal } = aborting;
    const reading = async (): Promise<void> => {
      const { client } = setUp(server.origin, { clock });
      const events = client.openStream('t', { signal })[Symbol.asyncIterator]();
      while ((await events.next()).done !== true) {
        told += 1;
        clock.advance(1);
        longest = Math.max(longest, (since += 1));
      }
    };
    await assert.rejects(reading, { kind: 'cancelled' });
    clearImmediate(next);
    assert.ok(longest <= 10, `${longest} ms without a turn`);
    assert.ok(told > 300 && told <= 320, `${told} events`);
  });

  it('does not count the time that its listener takes', async () => {
    const clock = new ManualClock();
    const server = await saying(encodeEvents(recordedEvents));
    let count = 0;
    for await (const event of setUp(server.origin, { clock }).client.openStream('t')) {
      assert.equal(event.type, recordedEvents[count++]?.type);
      clock.advance(100_000);
    }
    assert.equal(count, recordedEvents.length);
  });

  it('closes the socket when its signal fires, and gives nothing more', async () => {
    const controller = new AbortController();
    const server = await saying(encodeEvents([...recordedEvents.slice(0, 4)]));
    const { client } = setUp(server.origin);
    let count = 0;
    let closed: Promise<unknown> = Promise.resolve();
    const reading = async (): Promise<void> => {
      for await (const event of client.openStream('t', { signal: controller.signal })) {
        assert.ok(event);
        count++;
        closed = new Promise((resolve) => [...server.sockets][0]?.once('close', resolve));
        controller.abort();
      }
    };
    const started = Date.now();
    await assert.rejects(reading, { name: 'SigmicError', kind: 'cancelled' });
    await closed;
    assert.ok(Date.now() - started < 1000);
    assert.equal(count, 1);
  });

  it('closes the socket when its reader leaves', async () => {
    const server = await saying(encodeEvents([historyDone(true)]));
    let closed: Promise<unknown> = Promise.resolve();
    for await (const event of setUp(server.origin).client.openStream('t')) {
      assert.equal(event.type, 'history_done');
      closed = new Promise((resolve) => [...server.sockets][0]?.once('close', resolve));
      break;
    }
    await closed;
  });

  it('counts what it left out in the log, without contents', async () => {
    const noise = Buffer.from(
      'event: secret_name\ndata: {"private":1}\n\nevent: content\ndata: {private\n\n',
    );
    const server = await saying(Buffer.concat([noise, encodeEvents([historyDone(false)])]));
    const { client, lines } = setUp(server.origin);
    await collect(client.openStream('t'));
    assert.equal(lines[1], 'Stream of task t: left out 1 unknown, 1 malformed and 0 unexpected events.');
    assert.ok(!lines.join().includes('private') && !lines.join().includes('secret_name'));
  });

  const answers: readonly [string, (response: ServerResponse) => void, object][] = [
    [
      'HTML with 200',
      (response) => html(response, 200),
      { kind: 'malformed', code: 'HTML', retryable: true },
    ],
    ['HTML with 502', (response) => html(response, 502), { kind: 'unavailable', retryable: true }],
    ['JSON with 200', (response) => ok(response, {}), { kind: 'malformed', code: 'UNEXPECTED_SHAPE' }],
    [
      'a failure with 200',
      (response) => json(response, 200, { success: false, error: { code: 'NOT_FOUND' } }),
      { kind: 'rejected' },
    ],
    [
      '401',
      (response) => fail(response, 401, 'INVALID_API_KEY', 'no'),
      { kind: 'auth', code: 'INVALID_API_KEY' },
    ],
    ['404', (response) => fail(response, 404, 'NOT_FOUND', 'no'), { kind: 'rejected', code: 'NOT_FOUND' }],
    [
      'a 401 that says it is a stream',
      (response) => void response.writeHead(401, { 'content-type': 'text/event-stream' }).end('event: done'),
      { kind: 'auth' },
    ],
    ['nothing with 204', (response) => void response.writeHead(204).end(), { kind: 'malformed' }],
  ];
  for (const [name, answer, expected] of answers) {
    it(`answered by ${name}`, async () => {
      const server = await serve((_request, response) => answer(response));
      await assert.rejects(collect(setUp(server.origin).client.openStream('t')), expected);
    });
  }
});
