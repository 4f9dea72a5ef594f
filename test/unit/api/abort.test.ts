import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { after, describe, it } from 'mocha';
import type { SigmicClient, Transport } from '../../../src/core/api';
import { fetchTransport } from '../../../src/core/api/fetch-transport';
import { ManualClock, setUp } from './setup';
import { fail, serve, started } from './test-server';

const ROUNDS = 20;
const LIMIT_MS = 100;

interface UnderWay {
  readonly what: string;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  /** The call, which tells when it is well under way. */
  readonly begin: (client: SigmicClient, signal: AbortSignal, going: () => void) => Promise<unknown>;
  /** The server reads on only after the call has ended, and so hears late of its end. */
  readonly deaf?: true;
}

/** A file on a slow disk: a piece at a time, so that there is always more to come. */
class SlowBlob extends Blob {
  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    return new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        controller.enqueue(new Uint8Array(4096));
      },
    });
  }
}

const content = new Uint8Array(48 * 1024 * 1024);

const upload =
  (source: Blob, enough: number): UnderWay['begin'] =>
  (client, signal, going) => {
    const files = [{ name: 'big.bin', size: source.size, source }];
    const onProgress = (sent: number): void => {
      if (sent >= enough) going();
    };
    return client.sendMessage('t', { message: 'x', files }, { signal, onProgress });
  };

const underWay: readonly UnderWay[] = [
  {
    what: 'an open stream',
    onRequest: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: history_done\ndata: {"messageCount":0,"isStreaming":true}\n\n');
    },
    begin: async (client, signal, going) => {
      for await (const event of client.openStream('t', { signal })) {
        assert.equal(event.type, 'history_done');
        going();
      }
    },
  },
  {
    what: 'a GET that is not answered',
    onRequest: (request) => void request.resume(),
    begin: (client, signal, going) => {
      going();
      return client.getTask('t', { signal });
    },
  },
  {
    what: 'an upload on its way',
    onRequest: (request) => void request.resume(),
    begin: upload(new SlowBlob([content]), 5 * 4096),
  },
  {
    what: 'an upload that is stuck',
    onRequest: (request) => void request.pause(),
    begin: upload(new Blob([content]), 256 * 1024),
    deaf: true,
  },
];

/** Milliseconds from an abort to the end of the call, and to the close of its connection at the server. */
interface Took {
  readonly call: number;
  readonly socket: number;
}

const transports: readonly { name: string; transport?: () => Transport }[] = [
  { name: 'sockets of our own' },
  { name: "the editor's fetch", transport: () => fetchTransport(fetch) },
];

describe(`Cancelling takes less than ${LIMIT_MS} ms (median of ${ROUNDS})`, () => {
  for (const { name, transport } of transports) {
    for (const { what, onRequest, begin, deaf } of underWay) {
      it(`for ${what}, over ${name}`, async () => {
        const server = createServer();
        const { origin } = await started(server, 'http');
        const own = transport?.();
        if (own !== undefined) after(() => own.close());
        const { client } = setUp(origin, own === undefined ? {} : { transport: () => own });

        const round = async (): Promise<Took> => {
          const arrived = new Promise<IncomingMessage>((resolve) => {
            server.once('request', (request, response) => {
              request.on('error', () => undefined);
              onRequest(request, response);
              resolve(request);
            });
          });
          const controller = new AbortController();
          let ended = Promise.resolve(NaN);
          await new Promise<void>((resolve) => {
            ended = endOf(begin(client, controller.signal, resolve));
          });
          const request = await arrived;
          const closed = closeOf(request.socket);
          const from = performance.now();
          controller.abort();
          const call = (await ended) - from;
          if (deaf === true) request.resume();
          const socket = (await closed) - from;
          return { call, socket };
        };
        const all: Took[] = [];
        for (let n = 0; n < ROUNDS; n += 1) all.push(await round());
        assertSoon(all.map(({ call }) => call));
        if (deaf !== true) assertSoon(all.map(({ socket }) => socket));
      });
    }
  }

  it('for a wait before a call is repeated', async () => {
    const server = await serve((_request, response) => void response.socket?.destroy());
    const clock = new ManualClock();
    const { client } = setUp(server.origin, { clock });
    await assertWaitEnds(clock, (signal) => client.getTask('t', { signal }));
    assert.equal(server.requests.length, ROUNDS);
  });

  it('for a wait that the server asked for', async () => {
    const server = await serve((_request, response) => {
      response.setHeader('retry-after', '2');
      fail(response, 429, 'RATE_LIMITED', 'Later');
    });
    const clock = new ManualClock();
    const { client } = setUp(server.origin, { clock });
    await assert.rejects(client.getTask('t'), { kind: 'unavailable' });
    await assertWaitEnds(clock, (signal) => client.getTask('t', { signal }));
    await assertWaitEnds(clock, (signal) =>
      client.openStream('t', { signal })[Symbol.asyncIterator]().next(),
    );
    assert.equal(server.requests.length, 1);
  });
});

/** Aborts calls that wait on a clock that stands still; each leaves no timer behind. */
async function assertWaitEnds(
  clock: ManualClock,
  begin: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const all: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    const controller = new AbortController();
    const ended = endOf(begin(controller.signal));
    // The call's own limit, and the wait.
    while (clock.pending < 2) await turnOfLoop();
    const from = performance.now();
    controller.abort();
    all.push((await ended) - from);
    assert.equal(clock.pending, 0);
  }
  assertSoon(all);
}

/** When a call ended, which it must by having been cancelled. */
async function endOf(call: Promise<unknown>): Promise<number> {
  await assert.rejects(call, { name: 'SigmicError', kind: 'cancelled' });
  return performance.now();
}

function closeOf(socket: Socket): Promise<number> {
  return new Promise((resolve) => socket.once('close', () => resolve(performance.now())));
}

function turnOfLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function assertSoon(milliseconds: readonly number[]): void {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const median = sorted[ROUNDS / 2] ?? Infinity;
  assert.ok(median < LIMIT_MS, sorted.map((ms) => ms.toFixed(1)).join(' '));
}
