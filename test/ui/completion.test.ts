import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openWorkbench } from '../rig/page';
import { useSession } from './use-session';

describe('a task that ends in the background', () => {
  const session = useSession();
  const { chat } = session;

  before(() => {
    session.emulator.script(/^Wait at the gate/, [
      { gate: 'end' },
      { event: 'content', data: { text: 'Through' } },
    ]);
    session.emulator.script(/^Fail at the gate/, [{ gate: 'failure' }, { fail: 'Out of disk' }]);
  });

  /** Begins a task, and another chat in front of it. */
  async function leave(message: string): Promise<void> {
    await chat.begin();
    await chat.say(message);
    await chat.cancel.waitFor();
    await chat.begin();
  }

  it('says so, and a click opens it', async () => {
    const { workbench, emulator } = session;
    await leave('Wait at the gate');
    emulator.openGate('end');
    await workbench.notification('"Wait at the gate" is done.').waitFor();
    await workbench.answerNotification('"Wait at the gate" is done.', 'Open');
    await chat.answered('Through');
  });

  it('says why it failed', async () => {
    const { workbench, emulator } = session;
    await leave('Fail at the gate');
    emulator.openGate('failure');
    await workbench.notification('"Fail at the gate" failed: Out of disk').waitFor();
  });

  it('says so in one window, however many are open', async () => {
    const { workbench, browser, editor, emulator } = session;
    const other = await openWorkbench(browser, editor, { context: workbench.page.context() });
    for (const window of [workbench, other]) await window.openView('Sigmic');
    const notices = (text: string): Locator[] =>
      [workbench, other].map((window) => window.notification(`"${text}" is done.`));
    for (const [text, gate] of [
      ['Wait for the first of two', 'one'],
      ['Wait for the second of two', 'two'],
    ] as const) {
      emulator.script(new RegExp(text), [{ gate }, { event: 'content', data: { text: 'Through' } }]);
      await leave(text);
      const row = other.treeRow(text);
      await other.page.getByRole('button', { name: 'Refresh Tasks' }).click();
      await row.locator('.codicon-play-circle').waitFor();
      emulator.openGate(gate);
      // Nobody has looked at it.
      await row.locator('.codicon-pass-filled').waitFor();
      await Promise.any(notices(text).map((notice) => notice.waitFor()));
    }
    // Whoever is late with the first has had more time than for the second.
    const counts = await Promise.all(notices('Wait for the first of two').map((notice) => notice.count()));
    assert.deepEqual(counts.sort(), [0, 1]);
    await other.page.close();
  });
});
