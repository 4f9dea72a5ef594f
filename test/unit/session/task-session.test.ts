import assert from 'node:assert/strict';
import { SigmicError, type Task } from '../../../src/core/api';
import { TaskSession } from '../../../src/core/session/task-session';
import { answer, content, done, failure, historyDone, question, result, thought, tool } from './events';
import { ManualClock } from './manual-clock';
import { settle, startSession } from './rig';
import { ScriptedApi } from './scripted-api';
import { silentLog, textOf } from './watch';

const lastTurn = (rig: ReturnType<typeof startSession>) => rig.session.transcript.turns.at(-1);
const lastText = (rig: ReturnType<typeof startSession>) => textOf(lastTurn(rig));

/** Milliseconds to the next attempt, while one is announced. */
function retryIn({ session: { connection }, clock }: ReturnType<typeof startSession>): number | undefined {
  const retryAt = connection.kind === 'reconnecting' ? connection.retryAt : undefined;
  return retryAt === undefined ? undefined : retryAt - clock.now();
}

describe('a task session', () => {
  it('follows a task to its end and then rests', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true), thought('Hm'), content('4'), done('4'));
    await rig.until(() => lastTurn(rig)?.end !== undefined);
    rig.api.task = { ...rig.api.task, status: 'completed' };
    stream.end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    assert.equal(rig.session.head.status, 'completed');
    assert.equal(rig.clock.pending, 0);
    assert.equal(rig.api.streams.length, 1);
  });

  it('says why a task failed, by the server’s record', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true), content('Half'), failure('Out of disk'), done(''));
    rig.api.task = { ...rig.api.task, status: 'failed', error: 'Out of disk' };
    stream.end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    assert.deepEqual(lastTurn(rig)?.end, { kind: 'failed', message: 'Out of disk' });
    assert.equal(lastText(rig), 'Half');
  });

  it('reconnects after a loss with a growing delay, and says so', async () => {
    const rig = startSession();
    const delays: number[] = [];
    for (let n = 1; n <= 5; n += 1) {
      const stream = await rig.api.stream(n);
      stream.drop();
      await rig.until(() => retryIn(rig) !== undefined);
      const delay = retryIn(rig) ?? 0;
      delays.push(delay);
      rig.clock.advance(delay);
    }
    assert.deepEqual(delays, [400, 800, 1600, 3200, 6400]);
    await rig.api.stream(6);
  });

  it('waits as long as the server asks', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).drop(
      new SigmicError('unavailable', 'busy', { status: 429, retryAfterMs: 30_000 }),
    );
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.clock.advance(29_999);
    rig.session.wake();
    rig.session.wake('slept');
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.clock.advance(1);
    (await rig.api.stream(2)).drop(
      new SigmicError('unavailable', 'busy', { status: 429, retryAfterMs: 30_000 }),
    );
    await rig.until(() => retryIn(rig) !== undefined);
    rig.session.wake('person');
    await rig.api.stream(3);
  });

  it('tries at once when woken, and leaves a live connection alone', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.session.wake();
    const second = await rig.api.stream(2);
    second.say(question('m1', 'Go'), historyDone(true));
    await rig.until(() => rig.session.connection.kind === 'connected');
    rig.session.wake();
    await settle();
    assert.equal(rig.api.streams.length, 2);
    // A machine that slept: the socket looks alive, but heartbeats were missed.
    rig.clock.advance(21_000);
    rig.session.wake();
    await rig.api.stream(3);
    await settle();
    assert.ok(second.closed);
  });

  it('does not try a refused key again until there is another', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).drop(new SigmicError('auth', 'no', { code: 'INVALID_API_KEY', status: 401 }));
    await rig.until(() => rig.session.connection.kind === 'signedOut');
    rig.clock.advance(3_600_000);
    await settle();
    rig.session.wake();
    rig.session.wake('slept');
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.session.reopen();
    await rig.api.stream(2);
  });

  it('connects again when the stream ends though the task has only begun', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(false)).end();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.clock.advance(1_000);
    const stream = await rig.api.stream(2);
    stream.say(question('m1', 'Go'), historyDone(true), content('Yes'));
    await rig.until(() => lastText(rig) === 'Yes');
    assert.equal(rig.session.transcript.turns.length, 1);
  });

  it('keeps a watched turn in place when its saved message comes (rule 5)', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Go'), historyDone(true), content('Before. '), tool('c1', 'executing'));
    first.say(result('c1', 'success', 'ok'), content('After.'));
    await rig.until(() => lastText(rig) === 'Before. After.');
    const keys = lastTurn(rig)?.segments.map(({ key }) => key);
    first.drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    const told = rig.updates.length;
    rig.session.wake();
    rig.api.task = { ...rig.api.task, status: 'completed' };
    (await rig.api.stream(2))
      .say(question('m1', 'Go'), answer('m2', 'Before. After.'), historyDone(false))
      .end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    assert.deepEqual(
      lastTurn(rig)?.segments.map(({ key }) => key),
      keys,
    );
    const patches = rig.updates.slice(told).flatMap((update) => update.patches);
    assert.deepEqual(
      patches.map(({ op }) => op).filter((op) => op !== 'user'),
      ['end'],
    );
  });

  it('shows the retold turn when it differs from what was shown, but never less than that', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Go'), historyDone(true), content('One two three'));
    await rig.until(() => lastText(rig) === 'One two three');
    first.drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.session.wake();
    const second = await rig.api.stream(2);
    second.say(question('m1', 'Go'), historyDone(true), content('Uno dos'), thought('Otra vez'));
    await rig.until(() => lastTurn(rig)?.segments.length === 2);
    assert.equal(lastText(rig), 'One two three');
    second.say(content(' tres cuatro'));
    await rig.until(() => lastText(rig) === 'Uno dos tres cuatro');
  });

  it('shows a follow-up at once, and once (rule 7)', async () => {
    const rig = startSession((api) => (api.task = { ...api.task, status: 'completed' }));
    (await rig.api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    const sending = rig.session.send('And now?', []);
    assert.equal(lastTurn(rig)?.user?.delivery, 'pending');
    rig.api.task = { ...rig.api.task, status: 'running' };
    await sending;
    assert.equal(lastTurn(rig)?.user?.delivery, 'sent');
    const second = await rig.api.stream(2);
    second.say(
      question('m1', 'Go'),
      answer('m2', 'Gone'),
      question('m3', 'And now?'),
      historyDone(true),
      content('Well'),
    );
    await rig.until(() => lastText(rig) === 'Well');
    assert.deepEqual(
      rig.session.transcript.turns.map((turn) => turn.user?.text),
      ['Go', 'And now?'],
    );
  });

  it('takes a refused follow-up back and says why', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true));
    await rig.until(() => rig.session.transcript.turns.length === 1);
    rig.api.onSend = () =>
      Promise.reject(new SigmicError('rejected', 'too long', { code: 'VALIDATION_ERROR' }));
    await assert.rejects(rig.session.send('x', []), { code: 'VALIDATION_ERROR' });
    assert.equal(rig.session.transcript.turns.length, 1);
  });

  it('looks whether a message arrived when its fate is unknown (rule 9)', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(true));
    await rig.until(() => rig.session.transcript.turns.length === 1);
    rig.api.onSend = () => Promise.reject(new SigmicError('network', 'reset', { sent: true }));
    await assert.rejects(rig.session.send('Lost', []), { kind: 'network' });
    const saved = { role: 'user' as const, attachedFiles: [], thoughts: [], toolCalls: [] };
    rig.api.history = { taskId: 't', messages: [{ ...saved, content: 'Found' }] };
    await rig.session.send('Found', []);
    assert.deepEqual(rig.api.sent, ['Lost', 'Found']);
    assert.equal(lastTurn(rig)?.user?.text, 'Found');
    assert.equal(lastTurn(rig)?.user?.delivery, 'sent');
  });

  it('cancels, and takes no offence when the task had ended by itself', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(true), content('Working'));
    await rig.until(() => lastText(rig) === 'Working');
    rig.api.task = { ...rig.api.task, status: 'cancelled' };
    assert.equal((await rig.session.cancel()).kind, 'cancelled');
    (await rig.api.stream(2)).say(question('m1', 'Go'), historyDone(false)).end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    assert.equal(lastText(rig), 'Working');
    assert.equal(lastTurn(rig)?.end?.kind, 'cancelled');
    rig.api.onCancel = () => Promise.reject(new SigmicError('rejected', 'not running', { status: 400 }));
    await rig.session.cancel();
    rig.api.task = { ...rig.api.task, status: 'running' };
    await assert.rejects(rig.session.cancel(), { status: 400 });
  });

  it('does not end a turn whose last events are still on their way', async () => {
    const api = new ScriptedApi();
    let told: (task: Task) => void = () => undefined;
    api.onGetTask = () => new Promise((resolve) => (told = resolve));
    const deps = { client: api, log: silentLog, clock: new ManualClock(), random: () => 0.5 };
    const session = new TaskSession('t', deps);
    const stream = await api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true), tool('c1', 'executing'));
    await settle();
    told({ ...api.task, status: 'completed' });
    await settle();
    assert.equal(session.transcript.turns[0]?.end, undefined);
    stream.say(result('c1', 'success', 'ok'), content('4'), done('4'));
    await settle();
    const [call, text] = session.transcript.turns[0]?.segments ?? [];
    assert.deepEqual([call?.kind === 'tool' && call.status, text?.kind], ['success', 'text']);
    session.dispose();
  });

  it('reads a record that lags behind the end of a turn a second time', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true), content('4'), done('4')).end();
    await rig.until(() => rig.session.head.status === 'completed');
    await settle();
    rig.api.task = { ...rig.api.task, status: 'completed' };
    rig.clock.advance(500);
    await rig.until(() => rig.session.connection.kind === 'idle');
    assert.ok(!rig.updates.some(({ connection }) => connection?.kind === 'reconnecting'));
  });

  it('shows the message a task was created with before the stream tells it', async () => {
    const api = new ScriptedApi();
    const deps = { client: api, log: silentLog, clock: new ManualClock(), random: () => 0.5 };
    const session = new TaskSession('t', deps, api.task, { text: 'Go', attachments: [{ name: 'a.csv' }] });
    assert.deepEqual(session.transcript.turns[0]?.user?.attachments, [{ name: 'a.csv' }]);
    (await api.stream(1)).say(question('m1', 'Go'), historyDone(true), content('Yes'));
    await settle();
    assert.equal(session.transcript.turns.length, 1);
    assert.equal(textOf(session.transcript.turns[0]), 'Yes');
    session.dispose();
  });

  it('takes up a turn that was begun elsewhere, when a list tells of it', async () => {
    const rig = startSession((api) => (api.task = { ...api.task, status: 'completed' }));
    (await rig.api.stream(1)).say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
    await rig.until(() => rig.session.connection.kind === 'idle');
    rig.session.notice(rig.api.task);
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.session.notice({ ...rig.api.task, status: 'running' });
    (await rig.api.stream(2)).say(
      question('m1', 'Go'),
      answer('m2', 'Gone'),
      question('m3', 'More'),
      historyDone(true),
    );
    await rig.until(() => rig.session.transcript.turns.length === 2);
  });

  it('is silent after it is disposed, and leaves nothing open', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true));
    await rig.until(() => rig.session.transcript.turns.length === 1);
    const told = rig.updates.length;
    rig.session.dispose();
    stream.say(content('Nobody hears this'));
    await settle();
    assert.equal(rig.updates.length, told);
    assert.ok(stream.closed);
    assert.equal(rig.clock.pending, 0);
  });
});
