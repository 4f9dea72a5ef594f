import assert from 'node:assert/strict';
import { asList, asObject, assertFailure, named, Rig, type SeenEvent } from './rig';

const manual = { autoExecute: false };

describe('emulator: approvals', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.start()));
  afterEach(() => rig.close());

  /** Looks on to the end, answering each question with the next outcome. */
  async function answering(id: string, outcomes: string[]): Promise<SeenEvent[]> {
    const events: SeenEvent[] = [];
    for await (const event of rig.stream(id)) {
      events.push(event);
      if (event.event !== 'tool_call' || event.data.status !== 'awaiting_approval') continue;
      const outcome = outcomes.shift();
      if (outcome !== undefined)
        assert.equal((await rig.approve(id, event.data.callId, outcome)).status, 200);
    }
    return events;
  }

  it('waits, shows what waits, and runs the tool once it is approved', async () => {
    const id = await rig.create('Run `echo made > made.txt`', manual);
    let callId: unknown;
    const states: unknown[] = [];
    for await (const { event, data } of rig.stream(id)) {
      if (event !== 'tool_call') continue;
      states.push(data.status);
      if (data.status !== 'awaiting_approval') continue;
      callId = data.callId;
      const task = await rig.task(id);
      assert.equal(task.status, 'awaiting_approval');
      assert.deepEqual(task.pendingApprovals, [
        { callId, toolName: 'run_shell_command', args: { command: 'echo made > made.txt' } },
      ]);
      assert.deepEqual(await rig.files(id), []);
      assertFailure(await rig.approve(id, callId, 'perhaps'), 400, 'VALIDATION_ERROR');
      assertFailure(await rig.approve(id, 'call_unknown', 'proceed_once'), 404, 'NOT_FOUND');
      const { body } = await rig.approve(id, callId, 'proceed_once');
      assert.deepEqual(body, { success: true, data: { approved: true } });
      assertFailure(await rig.approve(id, callId, 'proceed_once'), 404, 'NOT_FOUND');
    }
    assert.deepEqual(states, ['awaiting_approval', 'executing']);
    assert.equal(await rig.download(id, 'made.txt'), 'made\n');
    const task = await rig.task(id);
    assert.equal(task.status, 'completed');
    assert.equal('pendingApprovals' in task, false);
  });

  it('does not run a rejected tool and says so', async () => {
    const id = await rig.create('Run `touch made.txt`', manual);
    const events = await answering(id, ['cancel']);
    assert.deepEqual(
      named(events, 'tool_call').map(({ status }) => status),
      ['awaiting_approval', 'cancelled'],
    );
    assert.equal(named(events, 'tool_result')[0]?.status, 'cancelled');
    assert.deepEqual(await rig.files(id), []);
    const output = asObject((await rig.task(id)).output);
    assert.match(String(output.content), /did not run `touch made\.txt`/);
    assert.equal(asList(output.toolCalls)[0]?.status, 'cancelled');
  });

  it('lets proceed_always cover the same tool for the session, and no longer', async () => {
    const id = await rig.create('Run `echo 1` and `echo 2`', manual);
    await answering(id, ['proceed_always']);
    assert.match(await rig.followUp(id, 'Run `echo 3`'), /3/);
    rig.emulator.expireSessions();
    await rig.post(`/tasks/${id}/messages`, { message: 'Run `echo 4`' });
    const events = await answering(id, ['proceed_once']);
    assert.deepEqual(
      named(events, 'tool_call').map(({ status }) => status),
      ['awaiting_approval', 'executing'],
    );
  });

  it('asks for another tool after proceed_always', async () => {
    const id = await rig.create('Run `echo 1`', manual);
    await answering(id, ['proceed_always']);
    await rig.post(`/tasks/${id}/messages`, { message: 'Write a.txt with hello' });
    const events = await answering(id, ['proceed_once']);
    assert.equal(named(events, 'tool_call')[0]?.toolName, 'write_file');
    assert.equal(named(events, 'tool_call')[0]?.status, 'awaiting_approval');
  });

  it('lets several tools wait at once, answered apart', async () => {
    const id = await rig.create('Run `echo a > a.txt` and `echo b > b.txt`', manual);
    const waiting: unknown[] = [];
    for await (const { event, data } of rig.stream(id)) {
      if (event !== 'tool_call' || data.status !== 'awaiting_approval') continue;
      waiting.push(data.callId);
      if (waiting.length < 2) continue;
      assert.deepEqual(
        asList((await rig.task(id)).pendingApprovals).map(({ callId }) => callId),
        waiting,
      );
      await rig.approve(id, waiting[1], 'proceed_once');
      assert.equal((await rig.task(id)).status, 'awaiting_approval');
      await rig.approve(id, waiting[0], 'cancel');
    }
    assert.deepEqual(
      (await rig.files(id)).map(({ path }) => path),
      ['b.txt'],
    );
  });

  it('gives the question up when the task is cancelled', async () => {
    const id = await rig.create('Run `touch made.txt`', manual);
    let callId: unknown;
    for await (const { event, data } of rig.stream(id)) {
      if (event !== 'tool_call' || data.status !== 'awaiting_approval') continue;
      callId = data.callId;
      await rig.json(`/tasks/${id}`, { method: 'DELETE' });
    }
    assert.equal((await rig.task(id)).status, 'cancelled');
    assertFailure(await rig.approve(id, callId, 'proceed_once'), 404, 'NOT_FOUND');
    assert.deepEqual(await rig.files(id), []);
  });

  it('plays scripted approvals and can hide pendingApprovals', async () => {
    rig.emulator.shapes.pendingApprovals = false;
    rig.emulator.script(/deploy/, [{ approval: { callId: 'x1', toolName: 'deploy', args: { to: 'moon' } } }]);
    const id = await rig.create('deploy', manual);
    for await (const { event, data } of rig.stream(id)) {
      if (event !== 'tool_call' || data.status !== 'awaiting_approval') continue;
      assert.equal('pendingApprovals' in (await rig.task(id)), false);
      await rig.approve(id, 'x1', 'proceed_once');
    }
    assert.equal((await rig.task(id)).status, 'completed');
  });
});
