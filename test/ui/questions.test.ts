import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openWorkbench, screenshot } from '../rig/page';
import type { Workbench } from '../rig/workbench';
import { Chat } from './chat';
import { photograph } from './photograph';
import { useSession } from './use-session';
import { until } from './until';

describe('questions of the agent', () => {
  const session = useSession();
  const { chat, elsewhere } = session;

  before(async () => {
    await session.workbench.openView('Sigmic');
    await session.workbench.page.getByRole('button', { name: 'New Task' }).first().waitFor();
  });

  const waiting = ({ page }: Workbench): Locator =>
    page.locator('.statusbar-item').filter({ hasText: /Sigmic: \w+ tools? wait/ });
  const statusItem = (): Locator => waiting(session.workbench);

  function made(id: string, file: string): boolean {
    return existsSync(join(session.emulator.dataDir, 'tasks', id, 'workspace', file));
  }

  /** How many answers the service has taken for this task. An answer is noted when its response has been sent: a moment later. */
  function taken(id: string): number {
    return session.emulator.requests.filter(
      ({ path, status }) => path.includes(`/${id}/`) && path.endsWith('/approve') && status === 200,
    ).length;
  }

  /** How many answers the service was sent. */
  function answersSent(): number {
    return session.emulator.requests.filter(({ path }) => path.endsWith('/approve')).length;
  }

  /** A task that was started elsewhere and waits, as the tree finds it. */
  async function ask(message: string): Promise<string> {
    const id = await elsewhere.start(message, { autoExecute: false });
    await elsewhere.untilStatus(id, 'awaiting_approval');
    await session.workbench.runCommand('Sigmic: Refresh Tasks');
    return id;
  }

  it('leave the workspace untouched when rejected in the notification', async () => {
    const { workbench } = session;
    const id = await ask('Run `touch rejected.txt`');
    await workbench.answerNotification('touch rejected.txt', 'Reject');
    await elsewhere.untilStatus(id, 'completed');
    assert.equal(made(id, 'rejected.txt'), false);
    await statusItem().waitFor({ state: 'hidden' });
  });

  it('are not to be approved by a line that hides what would be done; the card shows it all', async () => {
    const { workbench, emulator } = session;
    const commands = {
      hidden: 'echo \u202Eelif\u202C \u200Bdone',
      linked: 'echo [Approve](command:sigmic.signOut)',
      long: `echo ${'all is well '.repeat(170)}; rm -rf the-end`,
    };
    for (const [callId, command] of Object.entries(commands)) {
      const approval = { callId, toolName: 'run_shell_command', args: { command } };
      emulator.script(new RegExp(`a ${callId} one`), [{ approval }]);
      await ask(`Ask a ${callId} one`);
      const toast = workbench.notification(`Ask a ${callId} one`);
      await toast.waitFor();
      const buttons = await toast.locator('.monaco-button').allInnerTexts();
      assert.deepEqual(buttons.sort(), ['Reject', 'Review'], callId);
      assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
      await toast.getByRole('button', { name: 'Review', exact: true }).click();
      await workbench.page.getByRole('button', { name: 'Show in Conversation' }).click();
      const shown = command.replaceAll(/[\u202C\u202E\u200B]/g, spellOut);
      await chat.tool('run_shell_command').getByText(shown).first().waitFor();
      await chat.button('Approve once').waitFor();
      const isAllInView = callId !== 'long';
      assert.equal(await chat.button('Jump to latest').isHidden(), isAllInView, callId);
      const box = chat.tool('run_shell_command').locator('.plain');
      assert.equal(await box.evaluate((element) => element.scrollHeight > element.clientHeight), false);
      await screenshot(workbench.page, `question-${callId}-dark`);
      await chat.button('Reject').click();
      await chat.cancel.waitFor({ state: 'hidden' });
    }
  });

  it('cannot be approved in the card before the end of a long script is in view', async () => {
    const { workbench, emulator } = session;
    const command = `#!/bin/sh\n${'echo "all is well"\n'.repeat(60)}rm -rf the-end`;
    const approval = { callId: 'script', toolName: 'run_shell_command', args: { command } };
    emulator.script(/a script with an end/, [{ approval }]);
    await ask('Ask a script with an end');
    await workbench.answerNotification('Ask a script with an end', 'Review');
    await workbench.page.getByRole('button', { name: 'Show in Conversation' }).click();
    const card = chat.tool('run_shell_command');
    await card.getByText('Not all that would run is in view').waitFor();
    await chat.button('Reject').waitFor();
    assert.equal(await chat.button('Approve once').count(), 0);
    assert.equal(await chat.button('Always approve').count(), 0);
    assert.doesNotMatch(await card.innerText(), /the-end/);
    await chat.button('Show all of it').scrollIntoViewIfNeeded();
    await photograph(session, 'question-cut');
    const sent = answersSent();
    // As a person without a mouse does it.
    await chat.button('Show all of it').press('Enter');
    await chat.button('Approve once').waitFor();
    assert.match(await card.locator('.plain').innerText(), /rm -rf the-end$/);
    assert.ok(await card.evaluate((element) => element === element.ownerDocument.activeElement));
    await chat.button('Approve once').scrollIntoViewIfNeeded();
    await photograph(session, 'question-whole');
    const summary = card.locator('summary').first();
    await summary.click();
    await chat.button('Approve once').waitFor({ state: 'detached' });
    await summary.click();
    await chat.button('Approve once').waitFor();
    assert.equal(answersSent(), sent);
    await chat.button('Approve once').click();
    await chat.cancel.waitFor({ state: 'hidden' });
    assert.equal(answersSent(), sent + 1);
  });

  it('are gone through one by one from the status bar', async () => {
    const { workbench } = session;
    const id = await ask('Two files at the same time, please. Run `touch left.txt` and `touch right.txt`');
    const together = workbench.notification('2 tools wait for you');
    await together.waitFor();
    assert.deepEqual(await together.locator('.monaco-button').allInnerTexts(), ['Review']);
    await screenshot(workbench.page, 'two-questions-dark');
    await statusItem().filter({ hasText: '2 tools wait for you' }).click();
    const box = workbench.page.locator('.quick-input-widget:visible');
    await box.getByText('2 tools wait for you').waitFor();
    const shown = workbench
      .quickPickRow('Approve once')
      .getByText(/run_shell_command: command: "touch \w+\.txt"$/);
    const first = await shown.innerText();
    await screenshot(workbench.page, 'review-dark');
    await workbench.pick('Approve once');
    await box.getByText('One tool waits for you').waitFor();
    await workbench.pick('Reject');
    await elsewhere.untilStatus(id, 'completed');
    const leftFirst = first.includes('left.txt');
    assert.deepEqual([made(id, 'left.txt'), made(id, 'right.txt')], [leftFirst, !leftFirst]);
    await statusItem().waitFor({ state: 'hidden' });
    await until(() => taken(id) === 2);
    const sent = answersSent();
    await workbench.answerNotification('2 tools wait for you', 'Review');
    await workbench.notification('nothing was sent').waitFor();
    assert.equal(answersSent(), sent);
  });

  it('are one notification a task, and can all be gone through', async () => {
    const { workbench } = session;
    const ids: string[] = [];
    for (const [name, file] of Object.entries({ North: 'n', South: 's' })) {
      ids.push(
        await ask(`${name}: run \`touch ${file}1.txt\`, \`touch ${file}2.txt\` and \`touch ${file}3.txt\``),
      );
      // Looked at before the next one is asked: a toast goes away by itself after ten seconds.
      await workbench.notification(new RegExp(`"${name}: run.*3 tools wait for you`)).waitFor();
    }
    assert.equal(await workbench.notification('wants to run').count(), 0);
    await workbench.runCommand('Sigmic: Review Approvals');
    const box = workbench.page.locator('.quick-input-widget:visible');
    for (const left of [
      '6 tools wait',
      '5 tools wait',
      '4 tools wait',
      '3 tools wait',
      '2 tools wait',
      'One tool waits',
    ]) {
      await box.getByText(`${left} for you`).waitFor();
      await workbench.pick(left === '4 tools wait' ? 'Approve once' : 'Reject');
    }
    for (const id of ids) await elsewhere.untilStatus(id, 'completed');
    const files = ['n1', 'n2', 'n3', 's1', 's2', 's3'].map((name) => `${name}.txt`);
    assert.equal(files.filter((file) => ids.some((id) => made(id, file))).length, 1);
    await statusItem().waitFor({ state: 'hidden' });
  });

  it('stay open when the answer does not get through, and are answered once when it does', async () => {
    const { workbench, emulator } = session;
    const mend = emulator.faults.add({ match: { path: '/approve' }, closeBefore: true });
    const id = await ask('Run `touch retried.txt`');
    await workbench.answerNotification('touch retried.txt', 'Approve once');
    const failure = workbench.notification('Could not send your answer');
    await failure.waitFor();
    await statusItem().filter({ hasText: '1 tool waits for you' }).waitFor();
    assert.equal(made(id, 'retried.txt'), false);
    mend();
    await failure.getByRole('button', { name: 'Try Again' }).click();
    await elsewhere.untilStatus(id, 'completed');
    assert.equal(made(id, 'retried.txt'), true);
    await statusItem().waitFor({ state: 'hidden' });
    await until(() => taken(id) === 1);
  });

  it('are asked anew when the window that asked is opened again', async () => {
    const { workbench } = session;
    const id = await ask('Run `touch asked-anew.txt`');
    await workbench.notification('asked-anew').waitFor();
    await workbench.page.reload();
    await workbench.ready();
    await workbench.openView('Sigmic');
    await workbench.answerNotification('asked-anew', 'Reject');
    await elsewhere.untilStatus(id, 'completed');
    await statusItem().waitFor({ state: 'hidden' });
  });

  describe('in two windows', () => {
    let second: Workbench;

    before(async () => {
      const { workbench, browser, editor } = session;
      second = await openWorkbench(browser, editor, { context: workbench.page.context() });
      await second.openView('Sigmic');
    });
    after(() => second.page.close());

    it('are closed here when they are answered in the other', async () => {
      const { workbench } = session;
      const id = await ask('Run `touch shared.txt`');
      await workbench.treeRow(/touch shared/).click();
      await chat.button('Approve once').waitFor();
      await second.runCommand('Sigmic: Refresh Tasks');
      await second.treeRow(/touch shared/).click();
      await new Chat(second).button('Approve once').click();
      await screenshot(second.page, 'second-window-dark');
      await elsewhere.untilStatus(id, 'completed');
      assert.equal(made(id, 'shared.txt'), true);
      await chat.answered(/shared\.txt/);
      assert.equal(await chat.button('Approve once').count(), 0);
      await statusItem().waitFor({ state: 'hidden' });
      await until(() => taken(id) === 1);
      assert.deepEqual([...workbench.problems, ...second.problems], []);
    });

    it('count one answer when both answer at the same moment, and say so in the other', async () => {
      const { workbench, emulator } = session;
      const windows = [workbench, second];
      const id = await ask('Run `touch at-once.txt`');
      for (const window of windows) {
        await window.runCommand('Sigmic: Refresh Tasks');
        await window.treeRow(/touch at-once/).click();
        await new Chat(window).button('Approve once').waitFor();
      }
      emulator.faults.add({ match: { method: 'POST', path: /\/approve$/, times: 2 }, gate: 'both answered' });
      const before = answersSent();
      await Promise.all(windows.map((window) => new Chat(window).button('Approve once').click()));
      await until(() => answersSent() === before + 2);
      emulator.openGate('both answered');
      await elsewhere.untilStatus(id, 'completed');
      await Promise.any(
        windows.map((window) => window.notification('Answered, closed or changed already').waitFor()),
      );
      for (const window of windows) {
        await new Chat(window).answered(/at-once\.txt/);
        assert.equal(await new Chat(window).button('Approve once').count(), 0);
      }
      await until(() => taken(id) === 1);
      assert.equal(answersSent(), before + 2);
      const told = await Promise.all(
        windows.map((window) => window.notification('Answered, closed or changed already').count()),
      );
      assert.deepEqual(told.sort(), [0, 1]);
      assert.deepEqual([...workbench.problems, ...second.problems], []);
    });

    it('are asked in one, which sends nothing once the other has answered', async () => {
      const { workbench } = session;
      const windows = [workbench, second];
      // Toasts go away by themselves; here they stay.
      for (const window of windows) await window.runCommand('Notifications: Show Notifications');
      const notice = (window: Workbench, words: string): Locator =>
        window.page.locator('.notifications-center .notification-list-item').filter({ hasText: words });
      const id = await elsewhere.start('Run `touch one-asks.txt`', { autoExecute: false });
      await elsewhere.untilStatus(id, 'awaiting_approval');
      for (const window of windows) {
        await window.page.getByRole('button', { name: 'Refresh Tasks' }).click();
        await waiting(window).filter({ hasText: '1 tool waits' }).waitFor();
      }
      const speaker = await Promise.any(
        windows.map((window) =>
          notice(window, 'one-asks')
            .waitFor()
            .then(() => window),
        ),
      );
      const listener = speaker === second ? workbench : second;
      const before = answersSent();
      await listener.treeRow(/touch one-asks/).click();
      await new Chat(listener).button('Reject').click();
      await elsewhere.untilStatus(id, 'completed');
      assert.equal(made(id, 'one-asks.txt'), false);
      for (const window of windows) await waiting(window).waitFor({ state: 'hidden' });
      await notice(speaker, 'one-asks').getByRole('button', { name: 'Approve once' }).click();
      // In a toast: with its last question the centre closes.
      await speaker.page
        .locator('.notification-list-item:visible')
        .filter({ hasText: 'nothing was sent' })
        .first()
        .waitFor();
      assert.equal(answersSent(), before + 1);
      // Who comes late had all this time to ask.
      assert.equal(await notice(listener, 'one-asks').count(), 0);
    });
  });
});

function spellOut(character: string): string {
  return `‹U+${character.charCodeAt(0).toString(16).toUpperCase()}›`;
}
