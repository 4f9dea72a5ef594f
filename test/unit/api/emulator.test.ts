import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'mocha';
import type { SigmicClient } from '../../../src/core/api';
import { type StreamEvent, type UploadFile } from '../../../src/core/api';
import { malformedEvent, startEmulator, unknownEvent, type Emulator } from '../../emulator';
import { collect, setUp } from './setup';

const csv = (): UploadFile => {
  const source = new Blob(['name,amount\na,1\nb,41\n']);
  return { name: 'sales.csv', size: source.size, source };
};

const textOf = (events: readonly StreamEvent[]): string =>
  events.map((event) => (event.type === 'content' ? event.data.text : '')).join('');

describe('The client and the emulator', () => {
  let emulator: Emulator;
  let client: SigmicClient;
  before(async () => {
    emulator = await startEmulator({ pace: 0, startWhenWatched: true });
    client = setUp(emulator.url, { credential: () => Promise.resolve(emulator.key) }).client;
  });
  after(() => emulator.close());

  it('work a task through, from the upload to the artifact, and follow up', async () => {
    const { id, status } = await client.createTask({
      message: 'Summarise sales.csv',
      autoExecute: true,
      files: [csv()],
    });
    assert.equal(status, 'pending');
    const events = await collect(client.openStream(id));
    assert.equal(events.at(-1)?.type, 'done');
    assert.ok(textOf(events).length > 0);
    assert.ok(events.some(({ type }) => type === 'tool_result'));

    const paths = (await client.listArtifacts(id)).map(({ path }) => path);
    assert.ok(paths.includes('uploads/sales.csv'), paths.join());
    const download = await client.downloadArtifact(id, 'uploads/sales.csv');
    assert.equal(download.size, csv().size);
    assert.equal(Buffer.concat(await collect(download.body)).toString(), await text(csv().source.stream()));

    await client.sendMessage(id, { message: 'What is 6 * 7?' });
    assert.match(textOf(await collect(client.openStream(id))), /42/);
    assert.equal((await client.getTask(id)).status, 'completed');
    const { messages } = await client.getHistory(id);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'assistant', 'user', 'assistant'],
    );
    const { tasks, pagination } = await client.listTasks({ limit: 1 });
    assert.equal(tasks[0]?.id, id);
    assert.equal(pagination.hasMore, false);

    const idle = await collect(client.openStream(id));
    assert.deepEqual(idle.at(-1), { type: 'history_done', data: { messageCount: 4, isStreaming: false } });
  });

  it('give the same events in every form of the stream', async () => {
    emulator.script(/forms/, [
      { event: 'content', data: { text: 'Grüße 🦜 ', isPartial: true } },
      { event: 'content', data: { text: 'again', isPartial: true } },
    ]);
    const streams: StreamEvent[][] = [];
    for (const fault of [{}, { envelope: 'wrapped' as const }, { crlf: true, chunkBytes: 1 }]) {
      const insert = { afterEvents: 1, raw: unknownEvent + malformedEvent };
      emulator.faults.add({ match: { path: '/stream', times: 1 }, insert, ...fault });
      const { id } = await client.createTask({ message: 'forms', autoExecute: true });
      streams.push(
        (await collect(client.openStream(id))).filter(({ type }) => type === 'content' || type === 'done'),
      );
    }
    assert.equal(textOf(streams[0] ?? []), 'Grüße 🦜 again');
    assert.deepEqual(streams[1], streams[0]);
    assert.deepEqual(streams[2], streams[0]);
  });

  it('ask for an approval, which is answered once', async () => {
    const { id } = await client.createTask({ message: 'run `echo hi`', autoExecute: false });
    let answers = 0;
    for await (const event of client.openStream(id)) {
      if (event.type !== 'tool_call' || event.data.status !== 'awaiting_approval') continue;
      answers++;
      assert.equal((await client.getTask(id)).pendingApprovals[0]?.callId, event.data.callId);
      assert.equal(await client.answerTool(id, event.data.callId, 'proceed_once'), true);
      const again = client.answerTool(id, event.data.callId, 'proceed_once');
      await assert.rejects(again, { kind: 'rejected', code: 'NOT_FOUND' });
    }
    assert.ok(answers > 0);
  });

  it('cut streams by name, stop tasks, refuse strangers, and make tokens', async () => {
    emulator.script(/stop me/, [{ event: 'content', data: { text: 'x' } }, { gate: 'never' }]);
    const { id } = await client.createTask({ message: 'stop me', autoExecute: true });
    emulator.faults.add({ match: { path: '/stream', times: 1 }, dropAfterBytes: 40 });
    await assert.rejects(collect(client.openStream(id)), { kind: 'network', retryable: true });
    emulator.faults.add({ match: { path: '/stream', times: 1 }, silenceAfterEvents: 1 });
    await assert.rejects(collect(client.openStream(id, { silenceMs: 50 })), { kind: 'silence' });
    assert.ok((await client.cancelTask(id)).length > 0);
    assert.equal((await client.getTask(id)).status, 'cancelled');

    await assert.rejects(client.getTask('nobody'), { kind: 'rejected', code: 'NOT_FOUND', status: 404 });
    const stranger = setUp(emulator.url).client;
    await assert.rejects(stranger.listTasks(), { kind: 'auth', code: 'INVALID_API_KEY', status: 401 });
    const { appId, appSecret } = emulator.widgetApp;
    const { token } = await client.createWidgetToken({ appId, appSecret, endUserId: 'me' });
    const widget = setUp(emulator.url, { credential: () => Promise.resolve(token) }).client;
    assert.deepEqual((await widget.listTasks()).tasks, []);
  });
});
