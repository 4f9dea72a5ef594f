import assert from 'node:assert/strict';
import { SigmicError, type Task } from '../../../src/core/api';
import type { Output } from '../../../src/core/api/schemas';
import { answer, content, historyDone, question, tool } from './events';
import { settle, startSession, type Rig } from './rig';
import { textOf } from './watch';

const output = (text: string, toolCalls: Output['toolCalls'] = []): Output => ({
  content: text,
  thoughts: [],
  toolCalls,
});

const running = (more: Partial<Task> = {}): Task => ({
  id: 't',
  status: 'running',
  message: 'The task',
  pendingApprovals: [],
  ...more,
});

/** What the server knows by other calls than the stream. */
function knows(rig: Rig, task: Task, ...messages: ReturnType<typeof question>[]): void {
  rig.api.task = task;
  rig.api.history = {
    taskId: 't',
    messages: messages.flatMap((event) => (event.type === 'history_message' ? [event.data] : [])),
  };
}

async function pass(rig: Rig, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    rig.clock.advance(1_000);
    await settle();
  }
}

const lastText = (rig: Rig): string => textOf(rig.session.transcript.turns.at(-1));

describe('a stream that is held back', () => {
  it('is said to be, and the task looked at every 10 s until the stream speaks', async () => {
    const rig = startSession();
    knows(rig, running({ output: output('One. ') }), question('m1', 'Count'));
    const first = await rig.api.stream(1);
    await pass(rig, 19);
    assert.deepEqual(rig.session.connection, { kind: 'connecting' });
    await pass(rig, 1);
    const { connection } = rig.session;
    assert.ok(connection.kind === 'polling');
    assert.match(connection.reason, /proxy/);
    assert.equal(connection.action?.id, 'checkConnection');
    assert.equal(lastText(rig), 'One. ');
    assert.equal(rig.session.transcript.turns[0]?.user?.text, 'Count');

    knows(rig, running({ output: output('One. Two. ') }), question('m1', 'Count'));
    await pass(rig, 10);
    assert.equal(lastText(rig), 'One. Two. ');
    assert.equal(rig.session.transcript.turns.length, 1);

    first.say(question('m1', 'Count'), historyDone(true), content('One. '), content('Two. Three.'));
    await settle();
    assert.equal(rig.session.connection.kind, 'connected');
    assert.equal(lastText(rig), 'One. Two. Three.');
    assert.equal(rig.api.streams.length, 1);
    assert.equal(rig.session.transcript.turns.length, 1);
    rig.session.dispose();
    await settle();
    assert.equal(rig.clock.pending, 0);
  });

  it('goes on being looked past while connections come and go, and nothing else is said meanwhile', async () => {
    const rig = startSession();
    knows(rig, running({ output: output('One.') }), question('m1', 'Count'));
    await pass(rig, 21);
    for (let n = 1; n <= 3; n += 1) {
      (await rig.api.stream(n)).drop(new SigmicError('silence', 'quiet', { code: 'SILENCE' }));
      await pass(rig, 45);
    }
    const said = rig.updates.flatMap((update) => update.connection?.kind ?? []);
    assert.deepEqual(
      said.filter((kind, index) => kind !== said[index - 1]),
      ['polling'],
    );
    knows(rig, running({ output: output('One. Two.') }), question('m1', 'Count'));
    await pass(rig, 10);
    assert.equal(lastText(rig), 'One. Two.');
    rig.session.dispose();
  });

  it('is opened anew when it speaks after more was seen than it had told', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Count'), historyDone(true), content('One. '));
    await settle();
    knows(rig, running({ output: output('One. Two. ') }), question('m1', 'Count'));
    await pass(rig, 20);
    assert.equal(rig.session.connection.kind, 'polling');
    assert.equal(lastText(rig), 'One. Two. ');
    first.say(content('Two. '));
    const second = await rig.api.stream(2);
    assert.ok(first.signal?.aborted);
    second.say(
      question('m1', 'Count'),
      historyDone(true),
      content('One. '),
      content('Two. '),
      content('Three.'),
    );
    await settle();
    assert.equal(lastText(rig), 'One. Two. Three.');
    assert.equal(rig.session.connection.kind, 'connected');
    rig.session.dispose();
  });

  it('rests when the task is seen to be over, with all that came of it', async () => {
    const rig = startSession();
    knows(rig, running(), question('m1', 'Count'));
    await pass(rig, 20);
    knows(
      rig,
      running({ status: 'completed', output: output('One.') }),
      question('m1', 'Count'),
      answer('m2', 'One.'),
    );
    await pass(rig, 10);
    assert.equal(rig.session.connection.kind, 'idle');
    assert.equal(rig.session.head.status, 'completed');
    assert.equal(lastText(rig), 'One.');
    assert.deepEqual(rig.session.transcript.turns[0]?.end, { kind: 'completed' });
    assert.ok(rig.api.streams[0]?.signal?.aborted);
    assert.equal(rig.clock.pending, 0);
    rig.session.dispose();
  });

  it('takes the answer from the record when that has ended before it is in the history', async () => {
    const rig = startSession();
    knows(rig, running({ status: 'completed', output: output('One.') }), question('m1', 'Count'));
    await pass(rig, 20);
    assert.equal(rig.session.connection.kind, 'idle');
    assert.equal(lastText(rig), 'One.');
    rig.session.dispose();
  });

  it('lets questions be asked and answered, and closes those that were answered elsewhere', async () => {
    const rig = startSession();
    const ask = (callId: string) => ({ callId, toolName: 'run_shell_command', args: { command: 'ls' } });
    const asks = (...callIds: string[]): Task =>
      running({ status: 'awaiting_approval', pendingApprovals: callIds.map(ask) });
    knows(rig, asks('c1', 'c2'), question('m1', 'List'));
    await pass(rig, 20);
    assert.deepEqual(
      rig.session.waiting.map(({ callId }) => callId),
      ['c1', 'c2'],
    );
    assert.equal(await rig.session.answer('c1', 'proceed_once', ask('c1')), 'answered');
    knows(rig, asks('c2'), question('m1', 'List'));
    await pass(rig, 10);
    assert.deepEqual(
      rig.session.waiting.map(({ callId }) => callId),
      ['c2'],
    );
    knows(rig, running(), question('m1', 'List'));
    await pass(rig, 10);
    assert.deepEqual(rig.session.waiting, []);
    rig.session.dispose();
  });

  it('shows no tool twice and takes none back', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'List'), historyDone(true), tool('c1', 'executing'));
    await settle();
    const call = { callId: 'c1', toolName: 'run_shell_command', args: { command: 'ls' } };
    knows(rig, running({ output: output('', [{ ...call, status: 'pending' }]) }), question('m1', 'List'));
    await pass(rig, 20);
    const tools = () =>
      rig.session.transcript.turns[0]?.segments.flatMap((s) => (s.kind === 'tool' ? [s.status] : []));
    assert.deepEqual(tools(), ['executing']);
    knows(
      rig,
      running({ output: output('', [{ ...call, status: 'success', output: 'a.txt' }]) }),
      question('m1', 'List'),
    );
    await pass(rig, 10);
    assert.deepEqual(tools(), ['success']);
    rig.session.dispose();
  });

  it('does not take what came of the turn before for what comes of this one', async () => {
    const rig = startSession();
    knows(
      rig,
      running({ output: output('Four.') }),
      question('m1', 'Two and two?'),
      answer('m2', 'Four.'),
      question('m3', 'And two more?'),
    );
    await pass(rig, 20);
    assert.equal(rig.session.transcript.turns.length, 2);
    assert.equal(lastText(rig), '');
    rig.session.dispose();
  });

  it('looks past no message that is on its way', async () => {
    const rig = startSession();
    knows(rig, running({ status: 'completed' }), question('m1', 'One'), answer('m2', 'Yes'));
    rig.api.onSend = () => new Promise(() => undefined);
    void rig.session.send('Two', []);
    await pass(rig, 30);
    assert.equal(rig.session.transcript.turns.at(-1)?.user?.delivery, 'pending');
    assert.equal(rig.session.connection.kind, 'polling');
    rig.session.dispose();
  });

  it('is no reason to ask a server often that does not answer at all', async () => {
    const rig = startSession();
    let asked = 0;
    rig.api.onGetTask = () => {
      asked += 1;
      return Promise.reject(new SigmicError('timeout', 'late', { code: 'TIMEOUT' }));
    };
    for (let n = 1; n <= 10; n += 1) {
      const stream = await rig.api.stream(n);
      await pass(rig, 45);
      assert.ok(['connecting', 'reconnecting'].includes(rig.session.connection.kind));
      stream.drop(new SigmicError('silence', 'quiet', { code: 'SILENCE' }));
      await pass(rig, 20);
    }
    assert.equal(asked, 10);
    rig.session.dispose();
  });

  it('says how it is again when looking fails, and when a person wants to try', async () => {
    const rig = startSession();
    knows(rig, running(), question('m1', 'Count'));
    await pass(rig, 20);
    (await rig.api.stream(1)).drop(new SigmicError('silence', 'quiet', { code: 'SILENCE' }));
    await pass(rig, 1);
    rig.session.wake('person');
    await rig.api.stream(2);
    await settle();
    assert.equal(rig.session.connection.kind, 'polling');
    rig.api.onGetTask = () =>
      Promise.reject(new SigmicError('network', 'away', { code: 'ENOTFOUND', sent: false }));
    await pass(rig, 10);
    assert.equal(rig.session.connection.kind, 'reconnecting');
    rig.session.dispose();
  });

  it('asks the same question whether the stream or the record tells it, also where its secrets are masked', async () => {
    const call = {
      callId: 'c1',
      toolName: 'post',
      status: 'awaiting_approval',
      args: { token: '••••TOKEN' },
      seal: 'of-this-token',
    };
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Post it'), historyDone(true), { type: 'tool_call', data: call });
    await rig.until(() => rig.session.waiting.length === 1);
    const [shown] = rig.session.waiting;
    const record = running({ status: 'awaiting_approval', output: output('', [call]) });
    knows(rig, record, question('m1', 'Post it'));
    await pass(rig, 21);
    assert.equal(rig.session.connection.kind, 'polling');
    assert.deepEqual(rig.session.waiting, [shown]);
    rig.session.dispose();
  });
});
