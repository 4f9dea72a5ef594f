import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import { isFateUnknown } from '../../../src/core/session/was-delivered';
import { deliver, doubtWords, UnknownFate } from '../../../src/host/chat/delivery';
import { ManualClock } from '../session/manual-clock';
import { hasty, lost, refused, ScriptedDelivery } from './scripted-delivery';

describe('delivering (rule 9)', () => {
  it('knows when nobody can know', () => {
    const unavailable = (status: number) =>
      new SigmicError('unavailable', 'x', { status, retryable: status === 429 });
    for (const error of [
      lost,
      new SigmicError('timeout', 'x'),
      new SigmicError('malformed', 'x'),
      unavailable(503),
    ]) {
      assert.ok(isFateUnknown(error), error.kind);
    }
    for (const error of [refused, unavailable(429), new SigmicError('rejected', 'x'), new Error('x')]) {
      assert.ok(!isFateUnknown(error), String(error));
    }
  });

  it('does not look when the request certainly did not arrive', async () => {
    const script = new ScriptedDelivery([refused]);
    await assert.rejects(deliver(script, [], {}, false, hasty), refused);
    assert.deepEqual(script.calls, ['send']);
  });

  it('takes a message as sent that is found', async () => {
    const script = new ScriptedDelivery([lost], [true]);
    await deliver(script, [], {}, false, hasty);
    assert.deepEqual(script.calls, ['send', 'look']);
  });

  it('looks again in a moment: the server may be busy with it still, and the network may be back', async () => {
    const late = new ScriptedDelivery([lost], [refused, false, true]);
    await deliver(late, [], {}, false, hasty);
    assert.deepEqual(late.calls, ['send', 'look', 'look', 'look']);
  });

  it('waits no longer than the person wants', async () => {
    const stop = new AbortController();
    const script = new ScriptedDelivery([lost], [false, true]);
    const clock = new ManualClock();
    const sending = deliver(script, [], { signal: stop.signal }, false, clock);
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await assert.rejects(sending, (error) => error instanceof UnknownFate && error.look === 'absent');
    assert.deepEqual(script.calls, ['send', 'look']);
    assert.equal(clock.pending, 0);
  });

  it('says whether it could look when nothing is found', async () => {
    await assert.rejects(
      deliver(new ScriptedDelivery([lost], [false]), [], {}, false, hasty),
      (error) => error instanceof UnknownFate && error.look === 'absent' && error.cause === lost,
    );
    await assert.rejects(
      deliver(new ScriptedDelivery([lost], ['no way']), [], {}, false, hasty),
      (error) =>
        error instanceof UnknownFate && /cannot be looked for.*may run twice/.test(doubtWords(error, 'Look')),
    );
    await assert.rejects(
      deliver(new ScriptedDelivery([lost], [refused, refused, refused]), [], {}, false, hasty),
      (error) => error instanceof UnknownFate && error.look === 'unasked',
    );
  });

  it('looks first when asked to send again, and sends only when it could look', async () => {
    const found = new ScriptedDelivery([], [true]);
    await deliver(found, [], {}, true, hasty);
    assert.deepEqual(found.calls, ['look']);
    const missing = new ScriptedDelivery([undefined], [false]);
    await deliver(missing, [], {}, true, hasty);
    assert.deepEqual(missing.calls, ['look', 'send']);
    const unlisted = new ScriptedDelivery([undefined], ['no way']);
    await deliver(unlisted, [], {}, true, hasty);
    assert.deepEqual(unlisted.calls, ['look', 'send'], 'the person was told that nobody can look');
    const blind = new ScriptedDelivery([], [refused]);
    await assert.rejects(deliver(blind, [], {}, true, hasty), refused);
    assert.deepEqual(blind.calls, ['look']);
  });
});
