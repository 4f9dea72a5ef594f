import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import { equalJson } from '../../../src/core/session/equal-json';
import type { ToolSegment } from '../../../src/core/session/transcript';
import { content, done, historyDone, question, result, tool } from './events';
import { startSession, type Rig } from './rig';

async function asking(): Promise<Rig> {
  const rig = startSession();
  (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(true), tool('c1', 'awaiting_approval'));
  await rig.until(() => rig.session.waiting.length === 1);
  return rig;
}

function toolOf(rig: Rig): ToolSegment | undefined {
  return rig.session.transcript.turns[0]?.segments.find((segment) => segment.kind === 'tool');
}

describe('an approval', () => {
  it('shows what waits, with the arguments it is about', async () => {
    const rig = await asking();
    assert.deepEqual(rig.session.waiting, [
      {
        taskId: 't',
        taskTitle: 'The task',
        callId: 'c1',
        toolName: 'run_shell_command',
        args: { command: 'ls' },
      },
    ]);
    assert.equal(rig.session.head.status, 'awaiting_approval');
  });

  it('is sent once however often it is given', async () => {
    const rig = await asking();
    const outcomes = await Promise.all([
      rig.session.answer('c1', 'proceed_once'),
      rig.session.answer('c1', 'cancel'),
      rig.session.answer('c1', 'proceed_always'),
    ]);
    assert.deepEqual(outcomes, ['answered', 'closed', 'closed']);
    assert.equal(await rig.session.answer('c1', 'cancel'), 'closed');
    assert.deepEqual(rig.api.answers, ['c1 proceed_once']);
    assert.deepEqual(rig.session.waiting, []);
  });

  it('is never sent for a call that was not shown', async () => {
    const rig = await asking();
    assert.equal(await rig.session.answer('other', 'proceed_once'), 'closed');
    assert.deepEqual(rig.api.answers, []);
  });

  const closings = {
    'its next state': (rig: Rig) => rig.api.streams[0]?.say(tool('c1', 'executing')),
    'a result for it': (rig: Rig) => rig.api.streams[0]?.say(result('c1', 'success', 'x')),
    'the end of the task': (rig: Rig) => rig.api.streams[0]?.say(content('Bye'), done('Bye')),
  };
  for (const [what, close] of Object.entries(closings)) {
    it(`is closed by ${what} (rule 6)`, async () => {
      const rig = await asking();
      close(rig);
      await rig.until(() => rig.session.waiting.length === 0);
      assert.equal(await rig.session.answer('c1', 'proceed_once'), 'closed');
      assert.deepEqual(rig.api.answers, []);
    });
  }

  it('is closed by NOT_FOUND (rule 6)', async () => {
    const rig = await asking();
    rig.api.onAnswer = () =>
      Promise.reject(new SigmicError('rejected', 'gone', { code: 'NOT_FOUND', status: 404 }));
    assert.equal(await rig.session.answer('c1', 'proceed_once'), 'closed');
    assert.equal(toolOf(rig)?.answer?.state, 'elsewhere');
    assert.deepEqual(rig.session.waiting, []);
  });

  it('asks again when the arguments change', async () => {
    const rig = await asking();
    await rig.session.answer('c1', 'proceed_once');
    rig.api.streams[0]?.say(tool('c1', 'awaiting_approval', { command: 'rm -rf /' }));
    await rig.until(() => rig.session.waiting.length === 1);
    assert.deepEqual(rig.session.waiting[0]?.args, { command: 'rm -rf /' });
  });

  it('is not approved when it is another question than the one shown', async () => {
    const rig = await asking();
    const [shown] = rig.session.waiting;
    rig.api.streams[0]?.say(tool('c1', 'awaiting_approval', { command: 'rm -rf /' }));
    await rig.until(() => !equalJson(rig.session.waiting[0]?.args, shown?.args));
    for (const outcome of ['proceed_once', 'proceed_always'] as const)
      assert.equal(await rig.session.answer('c1', outcome, shown), 'closed');
    assert.equal(
      await rig.session.answer('c1', 'proceed_once', { toolName: 'other', args: { command: 'rm -rf /' } }),
      'closed',
    );
    assert.deepEqual(rig.api.answers, []);
    assert.equal(await rig.session.answer('c1', 'proceed_once', rig.session.waiting[0]), 'answered');
  });

  it('is remembered when the tool did not run because of it', async () => {
    const rig = await asking();
    await rig.session.answer('c1', 'cancel');
    rig.api.streams[0]?.say(tool('c1', 'cancelled'), result('c1', 'cancelled', 'Rejected by the user'));
    await rig.until(() => toolOf(rig)?.output !== undefined);
    assert.equal(toolOf(rig)?.answer?.outcome, 'cancel');
  });

  it('may be rejected whatever was shown of it', async () => {
    const rig = await asking();
    assert.equal(await rig.session.answer('c1', 'cancel', { toolName: 'x', args: 1 }), 'answered');
  });

  it('asks again when the tool is another one', async () => {
    const rig = await asking();
    await rig.session.answer('c1', 'proceed_once');
    rig.api.streams[0]?.say({
      type: 'tool_call',
      data: { callId: 'c1', toolName: 'other', status: 'awaiting_approval', args: { command: 'ls' } },
    });
    await rig.until(() => rig.session.waiting[0]?.toolName === 'other');
  });

  it('stays answered when a reconnect tells the question again', async () => {
    const rig = await asking();
    await rig.session.answer('c1', 'proceed_once');
    rig.api.streams[0]?.drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.session.wake();
    const second = await rig.api.stream(2);
    second.say(
      question('m1', 'Go'),
      historyDone(true),
      tool('c1', 'pending'),
      tool('c1', 'awaiting_approval'),
      content('!'),
    );
    await rig.until(() => rig.session.transcript.turns[0]?.segments.length === 2);
    assert.deepEqual(rig.session.waiting, []);
  });

  it('stands again when the answer was lost and the server still asks', async () => {
    const rig = await asking();
    rig.api.onAnswer = () => Promise.reject(new SigmicError('network', 'reset'));
    rig.api.task = { ...rig.api.task, pendingApprovals: [{ callId: 'c1', toolName: 'run_shell_command' }] };
    await assert.rejects(rig.session.answer('c1', 'proceed_once'), { kind: 'network' });
    assert.equal(rig.session.waiting.length, 1);
    rig.api.task = { ...rig.api.task, pendingApprovals: [] };
    assert.equal(await rig.session.answer('c1', 'proceed_once'), 'answered');
  });

  it('stands again when the answer was lost and the record, which waits, lists no questions', async () => {
    const rig = await asking();
    rig.api.onAnswer = () => Promise.reject(new SigmicError('network', 'reset'));
    rig.api.task = { ...rig.api.task, status: 'awaiting_approval', pendingApprovals: [] };
    await assert.rejects(rig.session.answer('c1', 'proceed_once'), { kind: 'network' });
    assert.equal(rig.session.waiting.length, 1);
    const other = { callId: 'c2', toolName: 'run_shell_command' };
    rig.api.task = { ...rig.api.task, pendingApprovals: [other] };
    assert.equal(await rig.session.answer('c1', 'proceed_once'), 'answered');
  });

  it('closes a tool nobody answered when the turn ends', async () => {
    const rig = await asking();
    rig.api.streams[0]?.say(done('Never mind'));
    await rig.until(() => rig.session.transcript.turns[0]?.end !== undefined);
    assert.equal(toolOf(rig)?.status, 'cancelled');
  });
});
