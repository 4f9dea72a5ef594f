import assert from 'node:assert/strict';
import { SigmicError, type Task, type TaskStatus } from '../../../src/core/api';
import { cancelTask } from '../../../src/core/session/cancel-task';

const refused = new SigmicError('rejected', 'not running', { status: 400, code: 'VALIDATION_ERROR' });
const lost = new SigmicError('network', 'reset', { sent: true });

function cancel(failure: Error | undefined, after: TaskStatus | Error) {
  const task: Task | undefined =
    after instanceof Error ? undefined : { id: 't', status: after, message: 'Go', pendingApprovals: [] };
  return cancelTask(
    () => (failure === undefined ? Promise.resolve('ok') : Promise.reject(failure)),
    () => (task === undefined ? Promise.reject(lost) : Promise.resolve(task)),
  );
}

describe('cancelling a task', () => {
  it('says that it has stopped, or had ended by itself in the same moment', async () => {
    assert.equal((await cancel(undefined, 'cancelled')).kind, 'cancelled');
    assert.equal((await cancel(undefined, 'completed')).kind, 'ended');
    assert.equal((await cancel(undefined, 'failed')).kind, 'ended');
  });

  it('says that it was asked for when nothing more can be told', async () => {
    assert.equal((await cancel(undefined, 'running')).kind, 'asked');
    assert.deepEqual(await cancel(undefined, lost), { kind: 'asked', task: undefined });
  });

  it('takes a refusal for the end of a task that has ended, and for nothing else', async () => {
    assert.equal((await cancel(refused, 'completed')).kind, 'ended');
    assert.equal((await cancel(refused, 'cancelled')).kind, 'cancelled');
    await assert.rejects(cancel(refused, 'running'), refused);
    await assert.rejects(cancel(refused, lost), refused);
  });

  it('fails when the request was lost', async () => {
    await assert.rejects(cancel(lost, 'cancelled'), lost);
  });
});
