import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { ServerResponse } from 'node:http';
import { isSigmicError, SigmicError, type SigmicErrorKind } from '../../../src/core/api';
import { setUp } from './setup';
import { fail, html, json, ok, serve } from './test-server';

/** The error of `getTask` when the server answers like this. */
async function errorOf(answer: (response: ServerResponse) => void): Promise<SigmicError> {
  const server = await serve((_request, response) => answer(response));
  const error: unknown = await setUp(server.origin)
    .client.getTask('t')
    .then(String, (cause: unknown) => cause);
  await server.close();
  assert.ok(isSigmicError(error), String(error));
  return error;
}

describe('Answers that are no success', () => {
  const table: readonly [number, string, SigmicErrorKind][] = [
    [401, 'AUTH_REQUIRED', 'auth'],
    [401, 'INVALID_API_KEY', 'auth'],
    [401, 'INVALID_AUTH_FORMAT', 'auth'],
    [401, 'INVALID_TOKEN', 'auth'],
    [400, 'INVALID_TOKEN', 'auth'],
    [401, 'INVALID_CREDENTIALS', 'auth'],
    [403, 'FORBIDDEN', 'forbidden'],
    [403, 'ORIGIN_NOT_ALLOWED', 'forbidden'],
    [404, 'NOT_FOUND', 'rejected'],
    [400, 'VALIDATION_ERROR', 'rejected'],
    [400, 'EXECUTION_ERROR', 'rejected'],
    [500, 'EXECUTION_ERROR', 'rejected'],
    [501, 'JWT_NOT_CONFIGURED', 'rejected'],
    [409, 'SOMETHING_NEW', 'rejected'],
    [200, 'NOT_FOUND', 'rejected'],
    [200, 'INVALID_API_KEY', 'auth'],
    [429, 'RATE_LIMITED', 'unavailable'],
    [500, 'INTERNAL', 'unavailable'],
    [503, 'BUSY', 'unavailable'],
  ];
  for (const [status, code, kind] of table) {
    it(`${status} ${code} is ${kind}`, async () => {
      const error = await errorOf((response) => fail(response, status, code, 'Said so'));
      assert.deepEqual(
        [error.kind, error.code, error.status, error.serverText],
        [kind, code, status, 'Said so'],
      );
    });
  }

  const pages: readonly [number, SigmicErrorKind, string | undefined][] = [
    [200, 'malformed', 'HTML'],
    [400, 'malformed', 'HTML'],
    [401, 'auth', undefined],
    [403, 'forbidden', undefined],
    [404, 'malformed', 'HTML'],
    [407, 'network', 'PROXY_AUTH_REQUIRED'],
    [500, 'unavailable', undefined],
    [502, 'unavailable', undefined],
    [504, 'unavailable', undefined],
  ];
  for (const [status, kind, code] of pages) {
    it(`${status} with HTML is ${kind}, without the HTML`, async () => {
      const error = await errorOf((response) => html(response, status));
      assert.deepEqual([error.kind, error.code, error.serverText], [kind, code, undefined]);
      assert.ok(!error.message.includes('<'), error.message);
    });
  }

  it('nothing at all, or another shape, is malformed', async () => {
    for (const body of [
      '',
      'null',
      '[]',
      '5',
      '{}',
      '{"success":true',
      '{"success":true,"data":{"id":5}}',
      '{"ok":1}',
    ]) {
      const error = await errorOf((response) => void response.writeHead(200).end(body));
      assert.equal(error.kind, 'malformed', body);
    }
    assert.equal((await errorOf((response) => void response.writeHead(502).end())).kind, 'unavailable');
  });

  it('hide no control characters, keys or endless texts', async () => {
    const message = `a\u0000\u202eb\n  c sigmic_${'a'.repeat(64)} eyJhbGciOiJIUzI1NiJ9.e30.x ${'long '.repeat(1000)}`;
    const { serverText = '' } = await errorOf((response) => fail(response, 400, 'VALIDATION_ERROR', message));
    assert.match(serverText, /^a b c sigmic_\[redacted\] \[redacted token\] long .*…$/);
    assert.ok(serverText.length <= 300);
  });

  it('are read only so far', async () => {
    const error = await errorOf((response) => void response.writeHead(400).end('x'.repeat(1_000_000)));
    assert.equal(error.kind, 'malformed');
  });

  const waits: readonly [string, number | undefined][] = [
    ['7', 7000],
    ['0', 0],
    ['99999', 600_000],
    ['-5', undefined],
    ['soon', undefined],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ];
  for (const [value, expected] of waits) {
    it(`Retry-After: ${value}`, async () => {
      const error = await errorOf((response) => void response.writeHead(503, { 'retry-after': value }).end());
      assert.equal(error.retryAfterMs, expected);
      assert.equal(error.retryable, true);
    });
  }

  it('Retry-After as a date to come', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { retryAfterMs = 0 } = await errorOf(
      (response) => void response.writeHead(429, { 'retry-after': date }).end(),
    );
    assert.ok(retryAfterMs > 50_000 && retryAfterMs <= 60_000, String(retryAfterMs));
  });

  it('never throw anything but a SigmicError, however they are mutated', async () => {
    let answer = { status: 200, type: '', body: Buffer.alloc(0) };
    const server = await serve((_request, response) => {
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
    const { client } = setUp(server.origin);
    const good = Buffer.from(
      JSON.stringify({ success: true, data: { files: [], messages: [{}], id: 't', status: 'running' } }),
    );
    const mutated = fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 })
      .map((changes) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    const body = fc.oneof(
      mutated,
      fc.json().map((text) => Buffer.from(text)),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    );
    const status = fc.constantFrom(200, 201, 204, 400, 401, 403, 404, 418, 429, 500, 501, 503);
    const type = fc.constantFrom('application/json', 'text/html', 'text/event-stream', 'x');
    await fc.assert(
      fc.asyncProperty(status, type, body, async (...[code, mime, bytes]) => {
        answer = { status: code, type: mime, body: code === 204 ? Buffer.alloc(0) : bytes };
        const calls = [
          client.getTask('t'),
          client.listTasks(),
          client.getHistory('t'),
          client.listArtifacts('t'),
          client.cancelTask('t'),
        ];
        for (const result of await Promise.allSettled(calls)) {
          if (result.status === 'rejected')
            assert.ok(result.reason instanceof SigmicError, String(result.reason));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('A success', () => {
  it('needs no `success` when there is data', async () => {
    const server = await serve((_request, response) =>
      json(response, 200, { data: { id: 't', status: 'pending' } }),
    );
    assert.equal((await setUp(server.origin).client.getTask('t')).id, 't');
  });
  it('drops tasks that have no id, and no others', async () => {
    const server = await serve((_request, response) =>
      ok(response, [
        { id: 'a', status: 'new' },
        { id: '', status: 'failed' },
        { status: 'failed' },
        { id: 'b', status: 'failed' },
      ]),
    );
    const { tasks } = await setUp(server.origin).client.listTasks();
    assert.deepEqual(
      tasks.map(({ id }) => id),
      ['a', 'b'],
    );
  });
});
