import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import { SleepWatch } from '../../../src/core/session/sleep-watch';
import { historyDone, question } from './events';
import { ManualClock } from './manual-clock';
import { settle, startSession } from './rig';

describe('waking a session', () => {
  it('gives up a connection that is being made for too long: the machine slept', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    rig.session.wake();
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.clock.advance(30_000);
    rig.session.wake();
    await rig.api.stream(2);
    assert.ok(first.signal?.aborted);
    rig.session.dispose();
  });

  it('leaves alone what is only reading the record after the stream', async () => {
    const rig = startSession();
    rig.api.onGetTask = () => new Promise(() => undefined);
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(false)).end();
    await settle();
    rig.session.wake();
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.session.dispose();
  });

  it('gives up a live connection when the machine slept, however shortly', async () => {
    const rig = startSession();
    const first = await rig.api.stream(1);
    first.say(question('m1', 'Go'), historyDone(true));
    await rig.until(() => rig.session.connection.kind === 'connected');
    rig.clock.advance(6_000);
    rig.session.wake();
    await settle();
    assert.equal(rig.api.streams.length, 1);
    rig.session.wake('slept');
    await rig.api.stream(2);
    assert.ok(first.signal?.aborted);
    rig.session.dispose();
  });
});

describe('a lost network', () => {
  it('is noticed to be back within three seconds, however long it was away', async () => {
    const rig = startSession();
    const waits: number[] = [];
    for (let n = 1; n <= 20; n += 1) {
      const code = n % 2 === 0 ? 'EAI_AGAIN' : 'ECONNREFUSED';
      (await rig.api.stream(n)).drop(new SigmicError('network', 'away', { code, sent: false }));
      await settle();
      const { connection } = rig.session;
      assert.ok(connection.kind === 'reconnecting' && connection.retryAt !== undefined);
      waits.push(connection.retryAt - rig.clock.now());
      rig.clock.advance(connection.retryAt - rig.clock.now());
    }
    assert.ok(Math.max(...waits) <= 2_500, waits.join(' '));
    rig.session.dispose();
  });

  it('does not make attempts more frequent that reach a server: a certificate that is not trusted', async () => {
    const rig = startSession();
    let wait = 0;
    for (let n = 1; n <= 8; n += 1) {
      const code = 'DEPTH_ZERO_SELF_SIGNED_CERT';
      (await rig.api.stream(n)).drop(new SigmicError('network', 'no', { code, sent: false }));
      await settle();
      const { connection } = rig.session;
      assert.ok(connection.kind === 'reconnecting' && connection.retryAt !== undefined);
      wait = connection.retryAt - rig.clock.now();
      rig.clock.advance(wait);
    }
    assert.ok(wait > 10_000, String(wait));
    rig.session.dispose();
  });
});

describe('a machine that slept', () => {
  it('is noticed within a second of its waking, and only while somebody watches', () => {
    const clock = new ManualClock();
    const noticed: number[] = [];
    let wanted = true;
    const watch = new SleepWatch(
      clock,
      () => wanted,
      () => noticed.push(clock.now()),
    );
    watch.start();
    watch.start();
    for (let second = 0; second < 60; second += 1) clock.advance(1_000);
    // Late, as on a busy machine.
    clock.advance(5_500);
    assert.deepEqual(noticed, []);
    clock.advance(3_600_000);
    assert.deepEqual(noticed, [clock.now()]);
    clock.advance(1_000);
    assert.equal(noticed.length, 1);
    assert.equal(clock.pending, 1);
    wanted = false;
    clock.advance(1_000);
    assert.equal(clock.pending, 0);
    wanted = true;
    watch.start();
    watch.stop();
    assert.equal(clock.pending, 0);
  });
});
