import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { screenshot, setTheme } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('reviews of what would run', () => {
  const session = useSession();
  const { elsewhere } = session;

  before(async () => {
    await session.workbench.openView('Sigmic');
    await session.workbench.page.getByRole('button', { name: 'New Task' }).first().waitFor();
  });

  async function ask(message: string): Promise<string> {
    const id = await elsewhere.start(message, { autoExecute: false });
    await elsewhere.untilStatus(id, 'awaiting_approval');
    await session.workbench.runCommand('Sigmic: Refresh Tasks');
    return id;
  }

  /** A button of the title bar of the active editor. */
  function titleButton(name: string): Locator {
    return session.workbench.page
      .locator('.editor-group-container.active .title')
      .getByRole('button', { name, exact: true });
  }

  function workspaceFile(id: string, file: string): string {
    return join(session.emulator.dataDir, 'tasks', id, 'workspace', file);
  }

  function outcomes(id: string): unknown[] {
    return session.emulator.requests
      .filter(({ path }) => path.includes(`/tasks/${id}/tools/`) && path.endsWith('/approve'))
      .map(({ body }): unknown => Reflect.get(Object(body), 'outcome'));
  }

  /** A line of the active editor; its spaces are no-break ones on screen. */
  function line(text: string | RegExp): Locator {
    const source = typeof text === 'string' ? text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') : text.source;
    const pattern = source.replaceAll(' ', '\\s');
    return session.workbench.page
      .locator('.editor-group-container.active .view-line')
      .filter({ hasText: new RegExp(pattern) })
      .first();
  }

  it('show a command as a script, and take the answer', async () => {
    const { workbench } = session;
    const id = await ask('Run `touch reviewed.txt`');
    await workbench.answerNotification('touch reviewed.txt', 'Review');
    await workbench.tab('run_shell_command.sh').waitFor();
    await line('touch reviewed.txt').waitFor();
    await titleButton('Approve Once').waitFor();
    await screenshot(workbench.page, 'review-command-dark');
    await setTheme(session.editor, workbench, 'light');
    await screenshot(workbench.page, 'review-command-light');
    await setTheme(session.editor, workbench, 'dark');
    assert.equal(existsSync(workspaceFile(id, 'reviewed.txt')), false);
    await titleButton('Approve Once').click();
    await elsewhere.untilStatus(id, 'completed');
    await line('Approved once.').waitFor();
    await titleButton('Approve Once').waitFor({ state: 'hidden' });
    assert.deepEqual(outcomes(id), ['proceed_once']);
    assert.equal(existsSync(workspaceFile(id, 'reviewed.txt')), true);
  });

  it('compare a file to be written with the one that it replaces', async () => {
    const { workbench } = session;
    const id = await ask('Write notes.md with buy milk');
    await workbench.notification('write_file').getByRole('button', { name: 'Review' }).click();
    await workbench.tab('notes.md').waitFor();
    await line('A new file').waitFor();
    await screenshot(workbench.page, 'review-new-file-dark');
    await titleButton('Approve Once').click();
    await elsewhere.untilStatus(id, 'completed');
    await line('Approved once.').waitFor();
    assert.equal(readFileSync(workspaceFile(id, 'notes.md'), 'utf8'), 'buy milk\n');

    await elsewhere.send(id, 'Write notes.md with buy bread');
    await elsewhere.untilStatus(id, 'awaiting_approval');
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench.notification('buy bread').getByRole('button', { name: 'Review' }).click();
    await line('buy bread').waitFor();
    await line('buy milk').waitFor();
    await line("Compared with the task's file").waitFor();
    await screenshot(workbench.page, 'review-changed-file-dark');
    await titleButton('Reject').click();
    await elsewhere.untilStatus(id, 'completed');
    await line('Rejected.').waitFor();
    assert.deepEqual(outcomes(id), ['proceed_once', 'cancel']);
    assert.equal(readFileSync(workspaceFile(id, 'notes.md'), 'utf8'), 'buy milk\n');
  });

  it('hide nothing of a hostile call, and lead to its conversation', async () => {
    const { workbench, emulator } = session;
    const args = {
      command: `echo \u202Eelif\u202C \u200Bdone # [ok](command:sigmic.signOut)\n${'x'.repeat(5000)}; rm -rf the-end`,
      cwd: '/tmp\n# Approved once.',
    };
    emulator.script(/a hostile one/, [{ approval: { callId: 'h/../1', toolName: 'run\u2066_shell', args } }]);
    const id = await ask('Ask a hostile one');
    await workbench.answerNotification('a hostile one', 'Review');
    await line('echo ‹U+202E›elif‹U+202C› ‹U+200B›done').waitFor();
    await line('cwd: "/tmp\\n# Approved once."').waitFor();
    await line('Made visible: hidden characters').waitFor();
    await screenshot(workbench.page, 'review-hostile-dark');
    await workbench.page.keyboard.press('Control+End');
    await line('; rm -rf the-end').waitFor();
    await titleButton('Show in Conversation').click();
    const { chat } = session;
    await chat.button('Reject').click();
    await elsewhere.untilStatus(id, 'completed');
    assert.deepEqual(outcomes(id), ['cancel']);
    await workbench.tab('run__shell.sh').click();
    await workbench.page.keyboard.press('Control+Home');
    await line('Rejected.').waitFor();
    assert.equal(await titleButton('Approve Once').count(), 0);
  });

  it('show anything else as JSON; what is answered elsewhere says so and takes no answer', async () => {
    const { workbench, emulator } = session;
    const args = { url: 'https://example.com/?q=1', headers: { accept: '*/*' } };
    emulator.script(/fetch a page/, [{ approval: { callId: 'f1', toolName: 'web_fetch', args } }]);
    const id = await ask('Please fetch a page');
    await workbench.answerNotification('fetch a page', 'Review');
    await line('"url": "https://example.com/?q=1"').waitFor();
    await titleButton('Always Approve').waitFor();
    await screenshot(workbench.page, 'review-json-dark');
    await elsewhere.answer(id, 'f1', 'proceed_once');
    await line('Answered elsewhere, or no longer open').waitFor();
    await titleButton('Always Approve').waitFor({ state: 'hidden' });
    assert.deepEqual(outcomes(id), ['proceed_once']);
  });

  it('open from the card, and say when something else would run by now', async () => {
    const { workbench, emulator } = session;
    const call = (command: string) => ({
      event: 'tool_call',
      data: { callId: 'v1', toolName: 'shell', status: 'awaiting_approval', args: { command } },
    });
    emulator.script(/change your mind/, [
      call('echo first'),
      { gate: 'mind' },
      call('echo second'),
      { gate: 'end' },
    ]);
    const id = await elsewhere.start('Then change your mind', { autoExecute: false });
    await workbench.runCommand('Sigmic: Refresh Tasks');
    await workbench.treeRow(/change your mind/).click();
    const { chat } = session;
    await chat.button('Review').click();
    await line('echo first').waitFor();
    await titleButton('Approve Once').waitFor();
    emulator.openGate('mind');
    await line('Out of date: something else would run').waitFor();
    await titleButton('Approve Once').waitFor({ state: 'hidden' });
    await line('echo first').waitFor();
    await screenshot(workbench.page, 'review-outdated-dark');
    await workbench.answerNotification('echo second', 'Review');
    await line('echo second').waitFor();
    await titleButton('Approve Once').waitFor();
    emulator.openGate('end');
    await line('Answered elsewhere, or no longer open').waitFor();
    assert.deepEqual(outcomes(id), []);
  });

  it('stand in the card too: a file with its path, long content folded, edits as what goes and what comes', async () => {
    const { workbench, emulator } = session;
    const { chat } = session;
    const content = Array.from({ length: 90 }, (_, n) => `line ${n + 1}`).join('\n');
    const edit = {
      path: 'src/app.ts',
      old_string: 'let a = 1;',
      new_string: 'const a = 2;',
      replace_all: true,
    };
    emulator.script(/write at length/, [
      { approval: { callId: 'l1', toolName: 'save', args: { path: 'docs/long.md', content } } },
      { approval: { callId: 'l2', toolName: 'edit', args: edit } },
    ]);
    const id = await ask('Please write at length');
    await workbench.treeRow(/write at length/).click();
    const card = chat.tool('save');
    await card.getByText('docs/long.md').first().waitFor();
    assert.equal(await card.getByText('line 90').count(), 0);
    await screenshot(workbench.page, 'card-write-dark');
    await card.getByRole('button', { name: 'Show all of it' }).click();
    await card.getByText('line 90').waitFor();
    await card.getByRole('button', { name: 'Approve once' }).click();
    const second = chat.tool('edit');
    for (const text of ['let a = 1;', 'const a = 2;', 'replace_all', 'true'])
      await second.getByText(text, { exact: true }).waitFor();
    await photograph(session, 'card-edit');
    await second.getByRole('button', { name: 'Review' }).click();
    await line('const a = 2;').waitFor();
    await line('let a = 1;').waitFor();
    await line('replace_all: true').waitFor();
    await screenshot(workbench.page, 'review-edit-dark');
    await titleButton('Reject').click();
    await elsewhere.untilStatus(id, 'completed');
    assert.deepEqual(outcomes(id), ['proceed_once', 'cancel']);
  });

  it('are part of going through all questions, which goes on after the answer; a reason reaches the agent', async () => {
    const { workbench, emulator } = session;
    const id = await ask('At once, please: run `touch east.txt` and `touch west.txt`');
    // Its row changes with each answer, its tab does not.
    await workbench.treeRow(/At once, please/).click();
    await workbench.tab(/At once, please/).waitFor();
    await workbench.answerNotification('2 tools wait for you', 'Review');
    const box = workbench.page.locator('.quick-input-widget:visible');
    await box.getByText('2 tools wait for you').waitFor();
    await workbench.pick('Review');
    await line(/touch (east|west)\.txt/).waitFor();
    await titleButton('Reject').click();
    await box.getByText('One tool waits for you').waitFor();
    await line('Rejected.').waitFor();
    await workbench.pick('Reject with reason...');
    await screenshot(workbench.page, 'reject-with-reason-dark');
    await workbench.answer('Not in the west');
    await elsewhere.untilStatus(id, 'completed');
    assert.deepEqual(outcomes(id), ['cancel', 'cancel']);
    await workbench.tab(/At once, please/).click();
    const words = 'I rejected run_shell_command: Not in the west';
    await session.chat.articles('user').nth(1).filter({ hasText: words }).waitFor();
    const messages = emulator.requests.filter(({ path }) => path.endsWith(`/tasks/${id}/messages`));
    assert.equal(messages.length, 1);
    for (const file of ['east.txt', 'west.txt']) assert.equal(existsSync(workspaceFile(id, file)), false);
    await box.waitFor({ state: 'hidden' });
  });

  it('are offered by the status bar and the badge also when notifications are silenced', async () => {
    const { workbench } = session;
    const { page } = workbench;
    await workbench.runCommand('Notifications: Toggle Do Not Disturb Mode');
    const id = await ask('Run `touch silent.txt`');
    const item = page.locator('.statusbar-item').filter({ hasText: 'Sigmic: 1 tool waits for you' });
    await item.waitFor();
    const badge = workbench.badge('Sigmic').filter({ hasText: /^1$/ });
    await badge.waitFor();
    await workbench.treeRow(/touch silent.*Waiting for you/).waitFor();
    await screenshot(page, 'questions-silenced-dark');
    assert.equal(await page.locator('.notification-toast').count(), 0);
    await item.click();
    await workbench.pick('Approve once');
    await elsewhere.untilStatus(id, 'completed');
    await item.waitFor({ state: 'hidden' });
    await badge.waitFor({ state: 'hidden' });
    assert.deepEqual(outcomes(id), ['proceed_once']);
    await workbench.runCommand('Notifications: Toggle Do Not Disturb Mode');
  });
});
