import assert from 'node:assert/strict';
import { setImmediate as soon } from 'node:timers/promises';
import type { Outbox, Pause } from '../../../src/core/session/outbox';
import { PausedNotices } from '../../../src/host/chat/outbox/paused-notices';
import { ManualClock } from '../session/manual-clock';

describe('notices of messages that wait for the person', () => {
  const claimed = new Set<string>();
  beforeEach(() => claimed.clear());

  /** One of several windows, which share what is claimed. */
  function openWindow(pause: Pause | undefined, { shown = false, earlier = false } = {}) {
    const clock = new ManualClock();
    const told: string[] = [];
    const state: { outbox: Outbox; shown: boolean } = {
      outbox: {
        messages: [{ id: 'm', text: 'Use [x](hush)\nnow', files: [] }],
        sends: 1,
        ...(pause && { pause }),
      },
      shown,
    };
    const notices = new PausedNotices({
      claims: {
        claim: (key) => {
          const first = !claimed.has(key);
          claimed.add(key);
          return Promise.resolve(first);
        },
      },
      clock,
      outboxOf: () => state.outbox,
      isFromEarlier: () => earlier,
      isShown: () => state.shown,
      masked: (text) => text.replace('hush', '••••'),
      tell: (text, taskId) => told.push(`${taskId}: ${text}`),
    });
    const look = async (): Promise<void> => {
      notices.look('t');
      clock.advance(1000);
      await soon();
    };
    return { look, told, state, notices, clock };
  }

  const error: Pause = { kind: 'error', message: 'Could not send the message: "a.csv" cannot be read.' };
  const failed: Pause = { kind: 'failed', message: 'Not sent, because the task failed.' };

  it('are given once, by one window, without links or secrets', async () => {
    const windows = [openWindow(error), openWindow(error)] as const;
    for (const { look } of windows) await look();
    await windows[0].look();
    assert.deepEqual(
      windows.map(({ told }) => told),
      [['t: A message waits: "Use [x] (••••) now". Could not send the message: "a.csv" cannot be read.'], []],
    );
  });

  it('are kept by the window that shows the chat', async () => {
    const shown = openWindow(error, { shown: true });
    const behind = openWindow(error);
    await shown.look();
    await behind.look();
    assert.deepEqual([shown.told, behind.told], [[], []]);
  });

  it('leave the end of a task that was followed to the notice of that end', async () => {
    const followed = openWindow(failed);
    const unseen = openWindow(failed, { earlier: true });
    await followed.look();
    assert.deepEqual(followed.told, []);
    await unseen.look();
    assert.equal(unseen.told.length, 1);
  });

  it('are not given when nothing is paused, or not any more', async () => {
    const sending = openWindow(undefined);
    await sending.look();
    assert.equal(sending.clock.pending, 0);
    const found = openWindow(error);
    found.notices.look('t');
    found.state.outbox = { messages: [], sends: 2 };
    found.clock.advance(1000);
    await soon();
    const gone = openWindow(error);
    gone.notices.look('t');
    gone.notices.dispose();
    gone.clock.advance(1000);
    await soon();
    assert.deepEqual([sending.told, found.told, gone.told, [...claimed]], [[], [], [], []]);
  });
});
