import assert from 'node:assert/strict';
import { historyDone, question } from './events';
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
});
