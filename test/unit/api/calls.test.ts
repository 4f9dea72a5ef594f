import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ServerResponse } from 'node:http';
import type { CallOptions, SigmicClient } from '../../../src/core/api';
import { key, setUp } from './setup';
import { ok, serve } from './test-server';

interface Case {
  readonly name: string;
  readonly call: (client: SigmicClient, options?: CallOptions) => Promise<unknown>;
  readonly data: unknown;
  readonly request: string;
  readonly body?: unknown;
  readonly result?: unknown;
}

const cases: readonly Case[] = [
  {
    name: 'createTask without files sends JSON',
    call: (client) =>
      client.createTask({
        message: 'Do it',
        autoExecute: false,
        systemPrompt: 'Be brief',
        env: { A: '1' },
        secrets: { B: '2' },
      }),
    data: { id: 't1', status: 'pending' },
    request: 'POST /api/v1/tasks',
    body: {
      message: 'Do it',
      systemPrompt: 'Be brief',
      autoExecute: false,
      env: { A: '1' },
      secrets: { B: '2' },
    },
    result: { id: 't1', status: 'pending' },
  },
  {
    name: 'sendMessage without files sends JSON',
    call: (client) => client.sendMessage('t1', { message: 'And then?' }),
    data: { status: 'running' },
    request: 'POST /api/v1/tasks/t1/messages',
    body: { message: 'And then?' },
  },
  {
    name: 'answerTool',
    call: (client) => client.answerTool('t1', 'call/1', 'proceed_always'),
    data: { approved: false },
    request: 'POST /api/v1/tasks/t1/tools/call%2F1/approve',
    body: { outcome: 'proceed_always' },
    result: false,
  },
  {
    name: 'cancelTask',
    call: (client) => client.cancelTask('t1'),
    data: { message: 'Cancelled' },
    request: 'DELETE /api/v1/tasks/t1',
    result: 'Cancelled',
  },
  {
    name: 'cancelTask without data',
    call: (client) => client.cancelTask('t1'),
    data: undefined,
    request: 'DELETE /api/v1/tasks/t1',
    result: '',
  },
  {
    name: 'getHistory',
    call: (client) => client.getHistory('t1'),
    data: {
      taskId: 't1',
      conversationId: null,
      status: 'completed',
      messages: [{ role: 'user', content: 'Hi' }, { role: '?' }],
    },
    request: 'GET /api/v1/tasks/t1/history',
    result: {
      taskId: 't1',
      conversationId: null,
      status: 'completed',
      messages: [{ role: 'user', content: 'Hi', attachedFiles: [], thoughts: [], toolCalls: [] }],
    },
  },
  {
    name: 'listArtifacts leaves out entries without a path',
    call: (client) => client.listArtifacts('t1'),
    data: { files: [{ name: 'a.md', path: 'out/a.md', size: 3, mimeType: 'text/markdown' }, { name: 'b' }] },
    request: 'GET /api/v1/tasks/t1/artifacts',
    result: [{ name: 'a.md', path: 'out/a.md', size: 3, mimeType: 'text/markdown' }],
  },
];

describe('SigmicClient calls', () => {
  for (const { name, call, data, request, body, result } of cases) {
    it(name, async () => {
      const server = await serve((_request, response) => ok(response, data));
      const { client } = setUp(server.origin, { userAgent: 'sigmic-vscode/1' });
      assert.deepEqual(await call(client), result);
      const [got] = server.requests;
      assert.ok(got);
      assert.equal(`${got.method} ${got.url}`, request);
      assert.equal(got.headers.authorization, `Bearer ${key}`);
      assert.equal(got.headers['user-agent'], 'sigmic-vscode/1');
      if (body === undefined) assert.equal(got.body.length, 0);
      else assert.deepEqual(JSON.parse(got.body.toString()), body);
    });
  }

  it('getTask takes unknown and missing fields, null and wrong types', async () => {
    const server = await serve((_request, response) =>
      ok(response, {
        id: 't',
        status: 'running',
        message: 'x',
        env: null,
        new: 1,
        startedAt: 5,
        error: null,
        pendingApprovals: 'no',
      }),
    );
    const task = await setUp(server.origin).client.getTask('t');
    assert.equal(task.status, 'running');
    assert.equal(task.startedAt, undefined);
    assert.deepEqual(task.pendingApprovals, []);
  });

  it('listTasks keeps a task of an unknown status, with the word that the server has for it', async () => {
    const statuses = ['completed', 'paused', 7, null, undefined];
    const data = statuses.map((status, n) => ({ id: `t${n}`, status, message: 'Do it' }));
    const server = await serve((_request, response) => ok(response, data));
    const { tasks } = await setUp(server.origin).client.listTasks();
    assert.deepEqual(
      tasks.map(({ id, status, statusWord }) => [id, status, statusWord]),
      [
        ['t0', 'completed', undefined],
        ['t1', 'unknown', 'paused'],
        ['t2', 'unknown', undefined],
        ['t3', 'unknown', undefined],
        ['t4', 'unknown', undefined],
      ],
    );
  });

  it('createWidgetToken sends the app credentials and no key', async () => {
    const server = await serve((_request, response) => ok(response, { token: 'eyJ.a.b', expiresAt: 'soon' }));
    const { client } = setUp(server.origin, { credential: () => Promise.reject(new Error('not asked')) });
    const token = await client.createWidgetToken({ appId: 'a', appSecret: 's', endUserId: 'u' });
    assert.deepEqual(token, { token: 'eyJ.a.b', expiresAt: 'soon' });
    assert.equal(server.requests[0]?.headers.authorization, undefined);
    assert.equal(server.requests[0]?.url, '/api/v1/auth/token');
  });

  describe('listTasks', () => {
    const page = async (extra: object, count = 2, limit = 2) => {
      const tasks = Array.from({ length: count }, (_, index) => ({
        id: `t${index}`,
        status: 'completed',
        message: '',
      }));
      const server = await serve((_request, response) => ok(response, tasks, extra));
      const answer = await setUp(server.origin).client.listTasks({ limit, offset: 4 });
      assert.equal(server.requests[0]?.url, `/api/v1/tasks?limit=${limit}&offset=4`);
      assert.equal(answer.tasks.length, count);
      return answer.pagination;
    };

    it('takes the pagination beside the data', async () => {
      const pagination = { total: 9, limit: 2, offset: 4, hasMore: true };
      assert.deepEqual(await page({ pagination }), pagination);
    });
    it('works hasMore out from the total', async () => {
      assert.equal((await page({ pagination: { total: 6 } })).hasMore, false);
      assert.equal((await page({ pagination: { total: 7 } })).hasMore, true);
    });
    it('works hasMore out from a full page', async () => {
      assert.equal((await page({})).hasMore, true);
      assert.equal((await page({}, 1)).hasMore, false);
    });
    it('never has more after an empty page', async () => {
      assert.equal((await page({ pagination: { hasMore: true } }, 0)).hasMore, false);
    });
  });

  describe('downloadArtifact', () => {
    const bytes = Buffer.from('some bytes \u0000 here');
    const send = (response: ServerResponse): void =>
      void response
        .writeHead(200, { 'content-type': 'Image/PNG', 'content-length': bytes.length })
        .end(bytes);

    it('gives the bytes, the size and the type', async () => {
      const server = await serve((_request, response) => send(response));
      const file = await setUp(server.origin).client.downloadArtifact('t', 'a b/../ü&x.png');
      assert.equal(file.size, bytes.length);
      assert.equal(file.contentType, 'image/png');
      const chunks: Uint8Array[] = [];
      for await (const chunk of file.body) chunks.push(chunk);
      assert.deepEqual(Buffer.concat(chunks), bytes);
      const url = new URL(server.requests[0]?.url ?? '', server.origin);
      assert.equal(url.pathname, '/api/v1/tasks/t/artifacts/download');
      assert.equal(url.searchParams.get('path'), 'a b/../ü&x.png');
    });

    it('closes the connection when it is left early', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': 1_000_000 }).write('x');
        response.once('close', () =>
          server.requests.push({ method: 'closed', url: '', headers: {}, body: bytes }),
        );
      });
      const { body } = await setUp(server.origin).client.downloadArtifact('t', 'x');
      const closed = new Promise<void>((resolve) => {
        for (const socket of server.sockets) socket.once('close', () => resolve());
      });
      for await (const chunk of body) {
        assert.equal(chunk.length, 1);
        break;
      }
      await closed;
    });

    it('throws when fewer bytes come than were announced', async () => {
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': 10 }).write('x', () => response.destroy());
      });
      const { body } = await setUp(server.origin).client.downloadArtifact('t', 'x');
      await assert.rejects(
        async () => {
          for await (const chunk of body) assert.ok(chunk.length <= 1);
        },
        { name: 'SigmicError', kind: 'network', retryable: true },
      );
    });
  });
});

describe('The size of a file', () => {
  for (const size of ['-1', '1.5', '1e300', '1e999', '9007199254740993', '"3"', 'null', '[]'])
    it(`that is listed as ${size} is taken for unknown`, async () => {
      const body = `{"success":true,"data":{"files":[{"name":"a","path":"a","size":${size}}]}}`;
      const server = await serve((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(body);
      });
      const [file] = await setUp(server.origin).client.listArtifacts('t');
      assert.deepEqual([file?.path, file?.size], ['a', 0]);
    });
});
