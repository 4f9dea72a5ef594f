import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openWorkbench } from '../rig/page';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('keeping house among the tasks', () => {
  const session = useSession();
  const { chat, elsewhere } = session;

  before(async () => {
    session.emulator.script(/disk is full/, [{ fail: 'No space is left.' }]);
    await elsewhere.finish('What is 1 + 1?');
    await elsewhere.finish('The disk is full', 'failed');
    await elsewhere.finish('Count to 3');
    const waiting = await elsewhere.start('Run `touch waited.txt`', { autoExecute: false });
    await elsewhere.untilStatus(waiting, 'awaiting_approval');
    await session.workbench.openView('Sigmic');
    await row(/What is 1 \+ 1/).waitFor();
  });

  const row = (name: string | RegExp): Locator => session.workbench.treeRow(name);
  const note = (text: string | RegExp): Locator =>
    session.workbench.page.locator('.pane-body .message').filter({ hasText: text });
  const refresh = (): Promise<void> =>
    session.workbench.page.getByRole('button', { name: 'Refresh Tasks' }).click();

  /** Resolves when the tree has these rows. */
  async function untilTitles(...wanted: string[]): Promise<void> {
    const deadline = Date.now() + 10_000;
    for (let found = await titles(); ; found = await titles()) {
      if (JSON.stringify(found) === JSON.stringify(wanted)) return;
      if (Date.now() > deadline) assert.deepEqual(found, wanted);
      await session.workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  /** The first words of the rows on screen, from the top down. */
  async function titles(): Promise<string[]> {
    const rows = await session.workbench.page.locator('.pane-body [role=treeitem]').evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('data-index')),
        name: element.getAttribute('aria-label') ?? '',
      })),
    );
    return rows.sort((a, b) => a.index - b.index).map(({ name }) => name.replace(/,.*/, ''));
  }

  it('tells on the view how many tools wait', async () => {
    const { workbench } = session;
    const tab = workbench.page.locator('.activitybar').getByRole('tab', { name: /Sigmic/ });
    await workbench.badge('Sigmic').filter({ hasText: /^1$/ }).waitFor();
    assert.match((await tab.getAttribute('aria-label')) ?? '', /1 tool waits for you/);
  });

  it('filters by words and status while they are chosen, and says so', async () => {
    const { workbench } = session;
    await workbench.page.getByRole('button', { name: 'Filter Tasks...' }).click();
    await workbench.quickInput.fill('disk');
    await note('Filter: “disk” · 1 of 4 tasks').waitFor();
    await untilTitles('The disk is full');
    await photograph(session, 'tree-filter');
    await workbench.quickInput.fill('');
    await workbench.quickPickRow('Show All Tasks').waitFor();
    await workbench.pick('Completed');
    await note('Filter: Completed · 2 of 4 tasks').waitFor();
    await workbench.pick('Failed');
    await note('Filter: Completed or Failed · 3 of 4 tasks').waitFor();
    await workbench.pick('Show 3 tasks');
    await workbench.quickInput.waitFor({ state: 'hidden' });
    await untilTitles('Count to 3', 'The disk is full', 'What is 1 + 1?');
    await photograph(session, 'tree-filtered');
    await workbench.page.getByRole('button', { name: 'Clear Task Filter' }).click();
    await row(/touch waited/).waitFor();
    assert.equal(await note('Filter').count(), 0);
  });

  it('forgets a filter that is left with Escape, and offers a way out when nothing matches', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Filter Tasks...');
    await workbench.quickInput.fill('nothing like this');
    await row('No task matches. Clear the filter').waitFor();
    await workbench.page.keyboard.press('Escape');
    await row(/disk is full/).waitFor();
    await workbench.runCommand('Sigmic: Filter Tasks...');
    await workbench.answer('nothing like this');
    await row('No task matches. Clear the filter').click();
    await row(/disk is full/).waitFor();
  });

  it('groups by status and by day, and remembers it', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Group Tasks by Status');
    await row('Failed, 1 task').waitFor();
    await untilTitles(
      'Waiting for you',
      'Run `touch waited.txt`',
      'Failed',
      'The disk is full',
      'Completed',
      'Count to 3',
      'What is 1 + 1?',
    );
    await photograph(session, 'tree-grouped');
    await row(/Count to 3/)
      .locator('.monaco-tl-twistie')
      .click();
    await row('No files').waitFor();
    await workbench.runCommand('Sigmic: Group Tasks by Day');
    await row('Today, 4 tasks').waitFor();
    const other = await openWorkbench(session.browser, session.editor, { context: workbench.page.context() });
    await other.openView('Sigmic');
    await other.treeRow('Today, 4 tasks').waitFor();
    await other.page.close();
    await workbench.runCommand('Sigmic: Do Not Group Tasks');
    await row('Today, 4 tasks').waitFor({ state: 'detached' });
  });

  it('pins on top and hides, in every window', async () => {
    const { workbench } = session;
    const other = await openWorkbench(session.browser, session.editor, { context: workbench.page.context() });
    await other.openView('Sigmic');
    await other.treeRow(/Count to 3/).waitFor();
    await workbench.contextMenu(row(/What is 1 \+ 1/), 'Pin Task');
    await row(/What is 1 \+ 1.*pinned/).waitFor();
    await untilTitles('What is 1 + 1?', 'Run `touch waited.txt`', 'Count to 3', 'The disk is full');
    await workbench.contextMenu(row(/disk is full/), 'Hide Task');
    await row(/disk is full/).waitFor({ state: 'detached' });
    await other.treeRow(/What is 1 \+ 1.*pinned/).waitFor();
    await other.treeRow(/disk is full/).waitFor({ state: 'detached' });
    await other.page.close();
    await workbench.runCommand('Sigmic: Show Hidden Tasks');
    await row(/disk is full.*hidden/).waitFor();
    await photograph(session, 'tree-pinned-hidden');
    await workbench.contextMenu(row(/disk is full/), 'Unhide Task');
    await row(/disk is full.*hidden/).waitFor({ state: 'detached' });
    await workbench.runCommand('Sigmic: Do Not Show Hidden Tasks');
    await workbench.treeAction(row(/What is 1 \+ 1/), 'Unpin Task');
    await row(/What is 1 \+ 1.*pinned/).waitFor({ state: 'detached' });
    assert.ok(session.emulator.requests.every(({ method }) => method !== 'DELETE'));
  });

  it('marks what ended unseen, until its chat is looked at', async () => {
    const { workbench } = session;
    await elsewhere.finish('What is 2 + 2?');
    await refresh();
    await row(/What is 2 \+ 2.*unread/).waitFor();
    assert.equal(await row(/What is 1 \+ 1.*unread/).count(), 0);
    await photograph(session, 'tree-unread');
    await row(/What is 2 \+ 2/).click();
    await chat.answered(/4/);
    await row(/What is 2 \+ 2.*unread/).waitFor({ state: 'detached' });
    await elsewhere.finish('What is 3 + 3?');
    await refresh();
    await row(/What is 3 \+ 3.*unread/).waitFor();
    await workbench.runCommand('Sigmic: Mark All Tasks as Read');
    await row(/unread/).waitFor({ state: 'detached' });
  });

  it('keeps a task that cannot be loaded, says why and tries again', async () => {
    const { workbench, emulator } = session;
    const id = await elsewhere.finish('What is 4 + 4?');
    await refresh();
    await row(/What is 4 \+ 4/).waitFor();
    const mend = emulator.faults.add({
      match: { path: new RegExp(`/tasks/${id}`) },
      respond: {
        status: 404,
        body: { success: false, error: { code: 'NOT_FOUND', message: 'Task not found' } },
      },
    });
    await row(/What is 4 \+ 4/).click();
    const failed = row(/What is 4 \+ 4.*could not be loaded/);
    await failed.locator('.codicon-warning').waitFor();
    await refresh();
    await failed.waitFor();
    await failed.locator('.monaco-tl-twistie').click();
    await row(/Could not load. Try again/).waitFor();
    await photograph(session, 'tree-task-failed');
    await workbench.treeAction(failed, 'Load Task Again');
    await workbench.notification(/Could not load the task/).waitFor();
    mend();
    await workbench.treeAction(failed, 'Load Task Again');
    await failed.waitFor({ state: 'detached' });
    await chat.answered(/8/);
    await row('No files').waitFor();
    assert.deepEqual(workbench.problems, []);
  });

  it('shows a status that it does not know in the words of the service', async () => {
    const { emulator } = session;
    emulator.faults.add({
      match: { method: 'GET', path: /\/tasks\?/, times: 1 },
      respond: {
        status: 200,
        body: {
          success: true,
          data: [
            { id: 'odd', status: 'pa\u202Eused', message: 'A task of next year' },
            { id: 'none', message: 'No status' },
          ],
          pagination: { total: 2, hasMore: false },
        },
      },
    });
    await refresh();
    const odd = row(/A task of next year, Unknown status: pa‹U\+202E›used/);
    await odd.locator('.codicon-question').waitFor();
    await row(/No status, Unknown status/).waitFor();
    await photograph(session, 'tree-unknown-status');
    await refresh();
    await row(/What is 4 \+ 4/).waitFor();
  });
});
