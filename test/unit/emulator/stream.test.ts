import assert from 'node:assert/strict';
import { collect, named, Rig, textOf, type SeenEvent } from './rig';

const story = [
  { event: 'thought', data: { subject: 'Thinking' } },
  { event: 'content', data: { text: 'One ', isPartial: true } },
  { event: 'tool_call', data: { callId: 'c1', toolName: 'look', status: 'executing', args: {} } },
  { event: 'tool_result', data: { callId: 'c1', status: 'success', output: 'seen' } },
  { event: 'content', data: { text: 'two ', isPartial: true } },
  { gate: 'middle' },
  { event: 'content', data: { text: 'three', isPartial: true } },
];

const afterHistory = (events: SeenEvent[]): SeenEvent[] =>
  events.slice(events.findIndex(({ event }) => event === 'history_done') + 1);

/** Reads on until the text has come so far, and returns what was read. */
async function readUntil(events: AsyncGenerator<SeenEvent>, text: string): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  while (!textOf(seen).includes(text)) {
    const next = await events.next();
    assert.ok(next.done !== true, 'The stream ended too early');
    seen.push(next.value);
  }
  return seen;
}

describe('emulator: stream', () => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await Rig.start();
    rig.emulator.script(/story/, story);
  });
  afterEach(() => rig.close());

  it('replays the messages, says history_done and streams live to the end', async () => {
    const { id, events } = await rig.run('What is 2+2?');
    assert.deepEqual(
      events.slice(0, 2).map(({ event, data }) => [event, data.role ?? data]),
      [
        ['history_message', 'user'],
        ['history_done', { messageCount: 1, isStreaming: true }],
      ],
    );
    assert.deepEqual(named(events, 'status')[0]?.status, 'processing');
    assert.deepEqual(named(events, 'thought')[0]?.subject, 'Calculating');
    const [done] = named(events, 'done');
    assert.equal(done?.finalResponse, textOf(events));
    assert.equal(events.at(-1)?.event, 'done');

    const { events: replay } = await rig.watch(id);
    assert.deepEqual(
      replay.map(({ event }) => event),
      ['history_message', 'history_message', 'history_done'],
    );
    assert.equal(replay[1]?.data.content, textOf(events));
    assert.deepEqual(replay[2]?.data, { messageCount: 2, isStreaming: false });
  });

  it('catches a newcomer up with the deltas again', async () => {
    const id = await rig.create('story');
    const first = rig.stream(id);
    const seen = await readUntil(first, 'two');
    const second = rig.stream(id);
    const caughtUp = await readUntil(second, 'two');
    assert.deepEqual(caughtUp, seen);
    rig.emulator.openGate('middle');
    const [restOfFirst, restOfSecond] = await Promise.all([collect(first), collect(second)]);
    assert.deepEqual(restOfFirst, restOfSecond);
    assert.equal(textOf(restOfFirst), 'three');
  });

  it('catches a newcomer up with one large content', async () => {
    rig.emulator.shapes.catchUp = 'content';
    const id = await rig.create('story');
    await readUntil(rig.stream(id), 'two');
    const second = rig.stream(id);
    const caughtUp = afterHistory(await readUntil(second, 'two'));
    assert.deepEqual(
      caughtUp.map(({ event }) => event),
      ['thought', 'tool_call', 'tool_result', 'content'],
    );
    assert.equal(textOf(caughtUp), 'One two ');
    rig.emulator.openGate('middle');
    assert.equal(textOf(await collect(second)), 'three');
  });

  it('goes on when every client leaves', async () => {
    const id = await rig.create('story');
    const leaving = new AbortController();
    const stream = rig.stream(id, leaving.signal);
    await readUntil(stream, 'two');
    leaving.abort();
    await assert.rejects(collect(stream), { name: 'AbortError' });
    rig.emulator.openGate('middle');
    const { events } = await rig.watch(id);
    const text = events.some(({ event }) => event === 'done')
      ? textOf(events)
      : String(named(events, 'history_message')[1]?.content);
    assert.equal(text, 'One two three');
  });

  it('sends heartbeats while nothing happens, to every client', async () => {
    const quick = await Rig.start({ heartbeatMs: 10 });
    try {
      quick.emulator.script(/quiet/, [{ gate: 'never' }]);
      const id = await quick.create('quiet');
      const heartbeats = async (): Promise<void> => {
        let count = 0;
        for await (const { event, data } of quick.stream(id)) {
          if (event !== 'comment') continue;
          assert.equal(data.block, ':heartbeat');
          if (++count === 3) return;
        }
      };
      await Promise.all([heartbeats(), heartbeats()]);
    } finally {
      await quick.close();
    }
  });

  describe('open shapes', () => {
    const run = async (): Promise<SeenEvent[]> => (await rig.run('Run `echo hi`')).events;

    it('wraps payloads', async () => {
      rig.emulator.shapes.envelope = 'wrapped';
      for (const { event, data } of await run()) {
        assert.deepEqual(Object.keys(data), ['type', 'data']);
        assert.equal(data.type, event);
      }
    });

    it('uses other words and fields for tools', async () => {
      const standard = await run();
      assert.deepEqual(
        named(standard, 'tool_call').map(({ status }) => status),
        ['executing'],
      );
      assert.deepEqual(named(standard, 'tool_result')[0]?.output, 'hi');

      Object.assign(rig.emulator.shapes, {
        executingWord: 'running',
        successWord: 'completed',
        resultField: 'result',
        outputForm: 'object',
        toolCallRepeats: true,
      });
      const other = await run();
      assert.deepEqual(
        named(other, 'tool_call').map(({ status }) => status),
        ['running', 'completed'],
      );
      const [result] = named(other, 'tool_result');
      const { callId, ...rest } = result ?? {};
      assert.equal(typeof callId, 'string');
      const output = { exitCode: 0, output: 'hi\n', truncated: false, timedOut: false };
      assert.deepEqual(rest, { status: 'completed', result: output });
    });

    it('puts failures into error', async () => {
      rig.emulator.shapes.resultField = 'split';
      rig.emulator.shapes.errorWord = 'failed';
      const { events } = await rig.run('Read nothing.txt');
      const [result] = named(events, 'tool_result');
      assert.equal(result?.status, 'failed');
      assert.match(String(result.error), /ENOENT/);
    });

    it('repeats everything before done, and words the final response differently', async () => {
      rig.emulator.shapes.closingContent = true;
      rig.emulator.shapes.finalResponse = 'reworded';
      const { events } = await rig.run('What is 2+2?');
      const texts = named(events, 'content').map(({ text }) => String(text));
      const closing = texts.pop();
      assert.equal(closing, texts.join(''));
      assert.equal(named(events, 'content').at(-1)?.isPartial, false);
      assert.deepEqual(named(events, 'done'), [{ finalResponse: `In short: ${closing}` }]);
    });

    it('leaves the final response empty or out, or gives all of the text', async () => {
      rig.emulator.shapes.finalResponse = 'empty';
      assert.deepEqual(named(await run(), 'done'), [{ finalResponse: '' }]);
      rig.emulator.shapes.finalResponse = 'missing';
      assert.deepEqual(named(await run(), 'done'), [{}]);
      rig.emulator.shapes.finalResponse = 'all';
      const all = await run();
      assert.deepEqual(named(all, 'done'), [{ finalResponse: textOf(all) }]);
    });

    it('sends empty lists as nothing, null or empty', async () => {
      const { id } = await rig.run('Count to 3');
      const user = async (): Promise<unknown[]> => {
        const [message] = named((await rig.watch(id)).events, 'history_message');
        return [message?.attachedFiles, message?.thoughts, message?.toolCalls];
      };
      assert.deepEqual(await user(), [undefined, undefined, undefined]);
      rig.emulator.shapes.emptyLists = 'null';
      assert.deepEqual(await user(), [null, null, null]);
      rig.emulator.shapes.emptyLists = 'empty';
      assert.deepEqual(await user(), [[], [], []]);
      assert.deepEqual((await rig.task(id)).pendingApprovals, []);
    });

    it('ends a cancelled stream in each way', async () => {
      const ending = async (): Promise<string | undefined> => {
        const id = await rig.create('Wait 60 seconds');
        let last: string | undefined;
        for await (const { event } of rig.stream(id)) {
          last = event;
          if (event === 'thought') await rig.json(`/tasks/${id}`, { method: 'DELETE' });
        }
        return last;
      };
      assert.equal(await ending(), 'done');
      rig.emulator.shapes.cancelEnds = 'error';
      assert.equal(await ending(), 'error');
      rig.emulator.shapes.cancelEnds = 'close';
      assert.equal(await ending(), 'thought');
    });

    it('saves all text or the final part', async () => {
      rig.emulator.openGate('middle');
      const { id } = await rig.run('story');
      const content = async (): Promise<unknown> =>
        named((await rig.watch(id)).events, 'history_message')[1]?.content;
      assert.equal(await content(), 'One two three');
      rig.emulator.shapes.historyContent = 'final';
      assert.equal(await content(), 'two three');
    });
  });

  it('plays hostile scripts as they are', async () => {
    rig.emulator.script(/hostile/, [
      { event: 'content', data: { text: 42 } },
      { event: 'mystery', data: [1, 2] },
      { raw: 'event: content\ndata: {"text":\n\n' },
      { raw: ': just a comment\n\n' },
      { event: 'done', data: { finalResponse: null } },
      { saved: 'What was saved' },
    ]);
    const id = await rig.create('hostile');
    const response = await rig.fetch(`/tasks/${id}/stream`);
    const [, live] = (await response.text()).split('"isStreaming":true}\n\n');
    assert.equal(
      live,
      'event: status\ndata: {"status":"processing","message":"Agent is working"}\n\n' +
        'event: content\ndata: {"text":42}\n\nevent: mystery\ndata: [1,2]\n\n' +
        'event: content\ndata: {"text":\n\n: just a comment\n\nevent: done\ndata: {"finalResponse":null}\n\n',
    );
    const { events } = await rig.watch(id);
    assert.equal(named(events, 'history_message')[1]?.content, 'What was saved');
  });
});
