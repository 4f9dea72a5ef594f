import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { SigmicClient, describeError, isSigmicError, type Transport } from '../../../src/core/api';
import type { TransportAnswer } from '../../../src/core/api/transport';
import { silentLog } from '../session/watch';
import { fuzz } from './fuzz';
import { hostileText, jsonText, mutated } from './mutate';
import { answers } from './payloads';
import { assertNoMistake } from './screen-words';

const origin = 'https://api.example';

/** Answers each request with what it was told last. */
class Server implements Transport {
  status = 200;
  body = '';
  headers: Readonly<Record<string, string>> = {};

  request(): Promise<TransportAnswer> {
    const { status, body, headers } = this;
    return Promise.resolve({
      status,
      header: (name) => headers[name],
      body: Readable.from([Buffer.from(body)]),
    });
  }

  failedToConnect(): boolean {
    return false;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

type Call = (client: SigmicClient) => Promise<unknown>;

async function whole(body: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of body) size += chunk.byteLength;
  return size;
}

const calls: readonly (readonly [unknown, Call])[] = [
  [answers.created, (client) => client.createTask({ message: 'x', autoExecute: true })],
  [answers.tasks, (client) => client.listTasks()],
  [answers.task, (client) => client.getTask('t')],
  [answers.created, (client) => client.sendMessage('t', { message: 'x' })],
  [answers.history, (client) => client.getHistory('t')],
  [answers.approved, (client) => client.answerTool('t', 'c', 'proceed_once')],
  [answers.cancelled, (client) => client.cancelTask('t')],
  [answers.files, (client) => client.listArtifacts('t')],
  [answers.token, (client) => client.createWidgetToken({ appId: 'a', appSecret: 's', endUserId: 'e' })],
  [{}, async (client) => whole((await client.downloadArtifact('t', 'a')).body)],
  [{}, async (client) => whole(streamed(client))],
];

/** The events, as bytes of no importance. */
async function* streamed(client: SigmicClient): AsyncGenerator<Uint8Array> {
  for await (const event of client.openStream('t')) yield new Uint8Array(event.type.length);
}

const failure = { success: false, error: { message: 'No', code: 'VALIDATION_ERROR' } };
const answer = fc.nat(calls.length - 1).chain((call) =>
  fc.record({
    call: fc.constant(call),
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant(200) },
      { weight: 1, arbitrary: fc.constantFrom(201, 204, 400, 401, 403, 404, 409, 418, 500, 501) },
    ),
    body: fc.oneof(
      {
        weight: 5,
        arbitrary: mutated(
          fc.constant({
            success: true,
            data: calls[call]?.[0],
            pagination: { total: 2, limit: 50, offset: 0, hasMore: false },
          }),
        ).map(jsonText),
      },
      { weight: 2, arbitrary: mutated(fc.constant(failure)).map(jsonText) },
      {
        weight: 1,
        arbitrary: fc.oneof(
          hostileText,
          fc.constantFrom('<!doctype html><h1>Gateway</h1>', 'null', '[1e999]', '{"success":true'),
        ),
      },
    ),
    headers: fc.record({
      'content-type': fc.constantFrom('application/json', 'text/html', 'text/event-stream', 'x', ''),
      date: fc.constantFrom('', 'x', 'Sun, 22 Nov 2026 10:00:00 GMT', 'Sun, 99 Nov 99999 10:00:00 GMT'),
    }),
  }),
);

describe('whatever the API answers', () => {
  const server = new Server();
  const client = new SigmicClient({
    origin: () => origin,
    credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
    transport: () => server,
    log: silentLog,
    random: () => 0,
  });

  fuzz('is a value that was checked, or an error with words', 0.25, answer, async (given) => {
    Object.assign(server, { status: given.status, body: given.body, headers: given.headers });
    const call = calls[given.call]?.[1] ?? assert.fail();
    try {
      await call(client);
    } catch (error) {
      assert.ok(isSigmicError(error), String(error));
      const { message, action } = describeError(error, 'load the task');
      assertNoMistake(`${message} ${action?.label ?? ''}`, given);
      assert.doesNotMatch(message, /<[a-z!/]|[\p{Cc}\p{Bidi_Control}]/iu);
      assert.ok(message.length < 900, message);
    }
  });
});
