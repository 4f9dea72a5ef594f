import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { checkCredential, parseApiUrl, type SigmicClient } from '../../../src/core/api';
import { collect, key, setUp } from './setup';
import { fail, ok, serve } from './test-server';

const task = { id: 't', status: 'running', message: '' };

describe('The credential', () => {
  for (const url of [
    'http://api.sigmic.ai',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0',
    'ftp://x',
    'no url',
    'https://me:pw@x',
  ]) {
    it(`is not sent to ${url}`, async () => {
      let asked = false;
      const credential = () => {
        asked = true;
        return Promise.resolve(key);
      };
      const { client } = setUp(url, { credential });
      await assert.rejects(client.getTask('t'), { kind: 'invalid', sent: false });
      assert.equal(asked, false);
    });
  }

  for (const url of [
    'https://api.sigmic.ai/',
    'http://localhost:1',
    'http://127.8.9.1',
    'http://[::1]:3',
    'https://x/base/',
  ]) {
    it(`may go to ${url}`, () => assert.doesNotThrow(() => parseApiUrl(url)));
  }

  for (const [name, credential, code] of [
    ['missing', undefined, 'AUTH_REQUIRED'],
    ['blank', ' \n', 'AUTH_REQUIRED'],
    ['unsendable', 'a\r\nx-evil: 1', 'INVALID_AUTH_FORMAT'],
  ] as const) {
    it(`that is ${name} makes no request`, async () => {
      const server = await serve((_request, response) => ok(response, task));
      const { client } = setUp(server.origin, { credential: () => Promise.resolve(credential) });
      await assert.rejects(client.getTask('t'), { kind: 'auth', code, sent: false });
      assert.equal(server.requests.length, 0);
    });
  }

  it('that cannot be read makes no request', async () => {
    const { client } = setUp('http://127.0.0.1:1', {
      credential: () => Promise.reject(new Error('keyring')),
    });
    await assert.rejects(client.getTask('t'), { kind: 'auth', code: 'CREDENTIAL_UNREADABLE', sent: false });
  });

  it('is known by its form', () => {
    assert.equal(checkCredential(key), 'key');
    assert.equal(checkCredential('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-_'), 'jwt');
    for (const wrong of ['', 'sigmic_123', `${key}0`, `x${key}`, 'eyJ', 'eyJ.a', ` ${key}`]) {
      assert.equal(checkCredential(wrong), undefined);
    }
  });

  it('never stands in the log, nor do bodies and paths of files', async () => {
    const server = await serve((request, response) =>
      request.url.includes('download')
        ? ok(response, '')
        : fail(response, 400, 'VALIDATION_ERROR', `no: ${key}`),
    );
    const { client, lines } = setUp(server.origin);
    const refused = client.createTask({ message: 'my words', autoExecute: true, secrets: { S: 'hush' } });
    await assert.rejects(refused, (error: Error) => !error.message.includes(key));
    await collect((await client.downloadArtifact('t', 'private/plan.md')).body);
    await client.listTasks({ limit: 3 }).catch(() => undefined);
    assert.equal(lines.length, 3);
    assert.match(lines.join('\n'), /GET \/api\/v1\/tasks\?limit=3&offset=0 400 \d+ ms/);
    for (const secret of [key, 'my words', 'hush', 'private'])
      assert.ok(!lines.join('\n').includes(secret), secret);
  });
});

describe('Ids', () => {
  it('cannot reach another endpoint', async () => {
    const server = await serve((_request, response) => ok(response, task));
    const { client } = setUp(server.origin);
    await client.getTask('../auth/token?x=1#y');
    assert.equal(server.requests[0]?.url, '/api/v1/tasks/..%2Fauth%2Ftoken%3Fx%3D1%23y');
    for (const id of ['', '.', '..', '\ud800']) {
      await assert.rejects(client.getTask(id), { kind: 'invalid', code: 'INVALID_ID' });
    }
    await assert.rejects(client.answerTool('t', '..', 'cancel'), { kind: 'invalid' });
    assert.equal(server.requests.length, 1);
  });
});

describe('Redirects', () => {
  const source = new Blob(['content']);
  const file = { name: 'a.txt', size: source.size, source };
  const redirecting = (location: (index: number) => string, status = 302) =>
    serve(
      (_request, response, index) => void response.writeHead(status, { location: location(index) }).end(),
    );

  it('within the origin are followed for GET', async () => {
    const server = await serve((request, response) => {
      if (request.url.endsWith('/moved')) ok(response, task);
      else response.writeHead(307, { location: '/api/v1/moved' }).end();
    });
    assert.equal((await setUp(server.origin).client.getTask('t')).id, 't');
    assert.equal(server.requests[1]?.headers.authorization, `Bearer ${key}`);
  });

  it('to another origin are never followed', async () => {
    const other = await serve((_request, response) => ok(response, task));
    const server = await redirecting(() => `${other.origin}/api/v1/tasks/t`);
    await assert.rejects(setUp(server.origin).client.getTask('t'), {
      kind: 'malformed',
      code: 'REDIRECTED',
      status: 302,
    });
    assert.equal(other.requests.length, 0);
  });

  for (const [what, call] of [
    ['a stream', (client) => collect(client.openStream('t'))],
    ['a download', async (client) => collect((await client.downloadArtifact('t', 'a.txt')).body)],
    ['an upload', (client) => client.createTask({ message: 'x', autoExecute: true, files: [file] })],
    ['a token', (client) => client.createWidgetToken({ appId: 'a', appSecret: 'hush', endUserId: 'me' })],
  ] as const satisfies readonly (readonly [string, (client: SigmicClient) => Promise<unknown>])[]) {
    it(`of ${what} to another origin are never followed`, async () => {
      const other = await serve((_request, response) => ok(response, task));
      for (const status of [301, 302, 303, 307, 308]) {
        const server = await redirecting(() => `${other.origin}/api/v1/tasks/t`, status);
        await assert.rejects(call(setUp(server.origin).client), { code: 'REDIRECTED', status });
        assert.ok(server.requests.length > 0);
      }
      assert.equal(other.requests.length, 0);
    });
  }

  it('of a POST are never followed', async () => {
    const server = await redirecting(() => '/api/v1/elsewhere', 308);
    const sending = setUp(server.origin).client.sendMessage('t', { message: 'x' });
    await assert.rejects(sending, { kind: 'malformed', code: 'REDIRECTED' });
    assert.equal(server.requests.length, 1);
  });

  it('in a circle end after five', async () => {
    const server = await redirecting((index) => `/api/v1/tasks/${index}`);
    await assert.rejects(setUp(server.origin).client.getTask('t'), { code: 'REDIRECTED' });
    assert.equal(server.requests.length, 6);
  });

  for (const location of ['http://', 'javascript:alert(1)', '']) {
    it(`to "${location}" are an error`, async () => {
      const server = await redirecting(() => location, location === '' ? 304 : 302);
      await assert.rejects(setUp(server.origin).client.getTask('t'), { code: 'REDIRECTED' });
    });
  }
});
