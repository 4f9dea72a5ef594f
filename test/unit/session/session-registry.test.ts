import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import { answer, done, historyDone, question } from './events';
import { ManualClock } from './manual-clock';
import { settle } from './rig';
import { ScriptedApi } from './scripted-api';
import { silentLog } from './watch';

function start(status: 'running' | 'completed') {
  const api = new ScriptedApi();
  api.task = { ...api.task, status };
  const clock = new ManualClock();
  return {
    api,
    clock,
    registry: new SessionRegistry({ client: api, log: silentLog, clock, random: () => 0.5 }),
  };
}

describe('the session registry', () => {
  it('has one session a task however many hold it', () => {
    const { api, registry } = start('running');
    const first = registry.acquire('t', api.task);
    const second = registry.acquire('t');
    assert.equal(first.session, second.session);
    assert.equal(api.streams.length, 1);
    registry.dispose();
  });

  it('keeps a running task’s session when nobody looks, until its end', async () => {
    const { api, registry } = start('running');
    registry.acquire('t', api.task).dispose();
    const stream = await api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true), done('Gone'));
    await settle();
    assert.ok(registry.get('t'));
    api.task = { ...api.task, status: 'completed' };
    stream.end();
    await settle();
    assert.equal(registry.get('t'), undefined);
  });

  it('ends an idle task’s session when the last one lets go', async () => {
    const { api, registry } = start('completed');
    const first = registry.acquire('t', api.task);
    const second = registry.acquire('t');
    (await api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await settle();
    first.dispose();
    first.dispose();
    assert.ok(registry.get('t'));
    second.dispose();
    assert.equal(registry.get('t'), undefined);
  });

  it('keeps a session whose message is on its way, and follows what comes of it', async () => {
    const { api, registry } = start('completed');
    const held = registry.acquire('t', api.task);
    (await api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await settle();
    let arrive: () => void = () => undefined;
    api.onSend = () => new Promise((resolve) => (arrive = resolve));
    const sending = held.session.send('More', []);
    held.dispose();
    assert.ok(registry.get('t'));
    arrive();
    await sending;
    await api.stream(2);
    assert.equal(registry.get('t')?.head.status, 'running');
    registry.dispose();
  });

  it('lets go of a session whose message was refused after nobody looked any more', async () => {
    const { api, registry } = start('completed');
    const held = registry.acquire('t', api.task);
    (await api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await settle();
    let refuse: (error: SigmicError) => void = () => undefined;
    api.onSend = () => new Promise((_, reject) => (refuse = reject));
    const sending = held.session.send('More', []);
    held.dispose();
    refuse(new SigmicError('rejected', 'no', { code: 'VALIDATION_ERROR' }));
    await assert.rejects(sending, { code: 'VALIDATION_ERROR' });
    assert.equal(registry.get('t'), undefined);
  });

  it('tells of every session, from its appearance on', async () => {
    const { api, registry } = start('running');
    const told: string[] = [];
    registry.onUpdate((session, update) =>
      told.push(`${session.taskId} ${update.connection?.kind ?? update.patches.length}`),
    );
    registry.acquire('t', api.task);
    (await api.stream(1)).say(question('m1', 'Go'), historyDone(true));
    await settle();
    assert.deepEqual(told.slice(0, 1), ['t 0']);
    assert.ok(told.includes('t connected'));
    registry.dispose();
    assert.equal(registry.all.length, 0);
  });
});
