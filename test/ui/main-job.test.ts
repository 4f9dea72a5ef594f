import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screenshot, setTheme } from '../rig/page';
import { useSession } from './use-session';

describe('the main job', () => {
  const session = useSession({ signedIn: false, emulator: { pace: 5 } });
  const { chat } = session;

  it('begins with signing in, from the welcome of the empty tree', async () => {
    const { workbench, emulator } = session;
    await workbench.openView('Sigmic');
    const welcome = workbench.page.getByRole('button', { name: 'Sign In' }).first();
    await welcome.waitFor();
    await screenshot(workbench.page, 'signed-out-dark');
    await welcome.click();
    await workbench.answer('not a key');
    await workbench.page
      .getByText(/sigmic_/)
      .first()
      .waitFor();
    await workbench.answer(emulator.key);
    await workbench.page.getByRole('button', { name: 'New Task' }).first().waitFor();
    assert.ok(
      emulator.requests.some(({ method, path }) => method === 'GET' && path.startsWith('/api/v1/tasks')),
    );
  });

  it('hands over a file with a message and streams the answer', async () => {
    const { workbench, emulator, workspace } = session;
    await chat.begin();
    await screenshot(workbench.page, 'composing-dark');
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    await chat.say('Summarise sales.csv in a report with a chart');
    await chat.articles('user').filter({ hasText: 'sales.csv' }).waitFor();
    await chat.answered('report.md');
    await screenshot(workbench.page, 'answered-dark');

    const create = emulator.requests.find(
      ({ method, path }) => method === 'POST' && path === '/api/v1/tasks',
    );
    const sent = createHash('sha256').update(await readFile(join(workspace, 'sales.csv')));
    assert.deepEqual(
      create?.files?.map(({ name, sha256 }) => [name, sha256]),
      [['sales.csv', sent.digest('hex')]],
    );
    assert.equal(create.fields?.['autoExecute'], 'true');
  });

  it('shows the task and its files in the tree', async () => {
    const { workbench } = session;
    const task = workbench.treeRow(/Summarise sales\.csv/);
    await task.waitFor();
    // A click on the row opens the task; the arrow before it unfolds it.
    await task.locator('.monaco-tl-twistie').click();
    await workbench.treeRow(/chart\.svg/).waitFor();
    await workbench.treeRow(/report\.md/).waitFor();
    await screenshot(workbench.page, 'tree-dark');
  });

  it('opens the report and the chart in the editor', async () => {
    const { workbench } = session;
    await workbench.treeRow(/report\.md/).click();
    await workbench.tab(/report\.md/).waitFor();
    await workbench.editorText.filter({ hasText: /sales/i }).waitFor();
    await screenshot(workbench.page, 'report-dark');
    await workbench.treeRow(/chart\.svg/).click();
    await workbench.tab(/chart\.svg/).waitFor();
    await workbench.webview.getByRole('img').waitFor();
    await screenshot(workbench.page, 'chart-dark');
  });

  it('answers a follow-up in the same conversation', async () => {
    const { workbench } = session;
    await workbench.tab(/Summarise sales/).click();
    await chat.say('Which one is highest?');
    await chat.articles('user').nth(1).filter({ hasText: 'Which one is highest?' }).waitFor();
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/highest|most|largest/i);
    assert.equal(await chat.articles('user').count(), 2);
    assert.equal(await chat.articles('assistant').count(), 2);
    await setTheme(session.editor, workbench, 'light');
    await screenshot(workbench.page, 'follow-up-light');
    await setTheme(session.editor, workbench, 'high contrast');
    await screenshot(workbench.page, 'follow-up-high-contrast');
    await setTheme(session.editor, workbench, 'dark');
  });

  it('opens a file from the chat', async () => {
    const { workbench } = session;
    await chat.log.getByRole('link', { name: 'report.md' }).click();
    await workbench.editorText.filter({ hasText: /sales/i }).waitFor();
  });

  async function told(): Promise<string> {
    const texts = [
      await chat.articles('user').allInnerTexts(),
      await chat.articles('assistant').allInnerTexts(),
    ];
    return texts.flat().join('\n');
  }

  it('has the same conversation after the window was reloaded', async () => {
    const { workbench } = session;
    await workbench.tab(/Summarise sales/).click();
    await chat.answered(/highest|most|largest/i);
    const before = await told();
    await workbench.reload('Summarise sales');
    // This editor forgets its secrets with the window: the restored panel asks for the key, and goes on with it.
    await workbench.tab(/Summarise sales/).click();
    await chat.button('Sign in').click();
    await workbench.answer(session.emulator.key);
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered(/highest|most|largest/i);
    // The saved history tells thoughts, tools and text apart but not in which order they came: every word is there, once.
    const words = (text: string) => text.split(/\s+/).sort();
    assert.deepEqual(words(await told()), words(before));
    assert.deepEqual(workbench.problems, []);
  });
});
