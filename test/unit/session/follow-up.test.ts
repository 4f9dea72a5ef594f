import assert from 'node:assert/strict';
import { SigmicError, type Task } from '../../../src/core/api';
import { answer, content, done, historyDone, question } from './events';
import { settle, startSession, type Rig } from './rig';

const lastTurn = (rig: Rig) => rig.session.transcript.turns.at(-1);

describe('a follow-up', () => {
  it('is not told that a new turn is over by a record read before it', async () => {
    const rig = startSession();
    let told: (task: Task) => void = () => undefined;
    rig.api.onGetTask = () => new Promise((resolve) => (told = resolve));
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(true), content('4'), done('4')).end();
    await rig.until(() => rig.session.head.status === 'completed');
    await settle();
    await rig.session.send('More', []);
    told({ ...rig.api.task, status: 'completed' });
    const second = await rig.api.stream(2);
    assert.equal(lastTurn(rig)?.end, undefined);
    assert.equal(rig.session.head.status, 'running');
    second.say(question('m1', 'Go'), answer('m2', '4'), question('m3', 'More'), historyDone(true));
    await settle();
    assert.equal(rig.session.transcript.turns.length, 2);
  });

  it('keeps a message that the stream has told though its POST failed and nothing can be read', async () => {
    const rig = startSession((api) => (api.task = { ...api.task, status: 'completed' }));
    (await rig.api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    let fail: (error: SigmicError) => void = () => undefined;
    rig.api.onSend = () => new Promise((_, reject) => (fail = reject));
    rig.api.getHistory = () => Promise.reject(new SigmicError('network', 'reset'));
    const sending = rig.session.send('More', []);
    rig.session.reopen();
    (await rig.api.stream(2)).say(
      question('m1', 'Go'),
      answer('m2', 'Gone'),
      question('m3', 'More'),
      historyDone(true),
    );
    await rig.until(() => lastTurn(rig)?.user?.delivery === 'sent');
    fail(new SigmicError('network', 'reset', { sent: true }));
    await sending;
    assert.equal(lastTurn(rig)?.user?.text, 'More');
  });

  it('does not take an older message of the same words for the one just sent (rule 9)', async () => {
    const rig = startSession((api) => (api.task = { ...api.task, status: 'completed' }));
    const createdAt = new Date(rig.clock.now() - 3_600_000).toISOString();
    const saved = { role: 'user' as const, attachedFiles: [], thoughts: [], toolCalls: [] };
    rig.api.history = { taskId: 't', messages: [{ ...saved, content: 'Continue', createdAt }] };
    rig.api.onSend = () => Promise.reject(new SigmicError('network', 'reset', { sent: true }));
    await assert.rejects(rig.session.send('Continue', []), { kind: 'network' });
    assert.equal(rig.session.transcript.turns.length, 0);
  });

  it('is found by the time of the server, though our clock is an hour ahead of it', async () => {
    const rig = startSession((api) => (api.task = { ...api.task, status: 'completed' }));
    rig.api.ahead = -3_600_000;
    const createdAt = new Date(rig.clock.now() - 3_600_000).toISOString();
    const saved = { role: 'user' as const, attachedFiles: [], thoughts: [], toolCalls: [] };
    rig.api.history = { taskId: 't', messages: [{ ...saved, content: 'Continue', createdAt }] };
    rig.api.onSend = () => Promise.reject(new SigmicError('network', 'reset', { sent: true }));
    await rig.session.send('Continue', []);
    assert.equal(lastTurn(rig)?.user?.delivery, 'sent');
  });
});
