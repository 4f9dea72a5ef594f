import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoggedRequest } from '../emulator';
import { photograph } from './photograph';
import { useSession } from './use-session';

describe('doing something with what was said', () => {
  const session = useSession();
  const { chat } = session;
  const log = Array.from({ length: 3000 }, (_item, index) => `line ${index} of the long log`).join('\n');

  before(() => {
    // What a subagent does is told to those who watch, and not saved.
    session.emulator.tempo.startWhenWatched = true;
    session.emulator.script(/read the log/, [
      { event: 'content', data: { text: 'I read **it**.' } },
      {
        event: 'tool_call',
        data: { callId: 'c1', toolName: 'read_log', status: 'executing', args: { path: 'x.log' } },
      },
      { event: 'tool_result', data: { callId: 'c1', status: 'success', output: { output: log } } },
      { event: 'subagent_start', data: { agentName: 'judge', displayName: 'Judge', objective: 'Judge it' } },
      {
        event: 'subagent_end',
        data: { agentName: 'judge', terminateReason: 'GOAL', result: { verdict: ['good', 7] } },
      },
      { event: 'content', data: { text: '\n\nAll is *well*.' } },
    ]);
  });

  const posts = (): LoggedRequest[] => session.emulator.requests.filter(({ method }) => method === 'POST');

  it('copies a message, and takes the last one up again as a new one', async () => {
    const { workbench } = session;
    await chat.begin();
    await chat.say('Please read the log\nall of it');
    await chat.answered('All is well.');
    const clipboard = () => workbench.page.evaluate(() => navigator.clipboard.readText());
    await chat.lastAnswer.hover();
    await chat.button('Run again').waitFor();
    await photograph(session, 'message-actions');
    await chat.lastAnswer.getByRole('button', { name: 'Copy message' }).click();
    await workbench.page.locator('.statusbar').getByText('Copied').waitFor();
    assert.equal(await clipboard(), 'I read **it**.\n\nAll is *well*.');
    const question = chat.articles('user').last();
    await question.hover();
    await question.getByRole('button', { name: 'Edit message' }).click();
    await chat.holds('Please read the log\nall of it');
    await chat.message.fill('Now read the log again');
    await chat.message.press('Enter');
    // The last answer is still the first one until then.
    await chat.articles('assistant').nth(1).waitFor();
    await chat.answered('All is well.');
    // Only the last message can be taken up again.
    assert.equal(await chat.button('Edit message').count(), 1);
    assert.match(posts().at(-1)?.path ?? '', /\/messages$/);
  });

  it('opens whole results in the editor, where they can be searched', async () => {
    const { workbench } = session;
    await chat.tool('read_log').last().locator('summary').click();
    await chat.tool('read_log').last().getByRole('button', { name: 'Open in Editor' }).click();
    await workbench.tab('read_log result.txt').waitFor();
    await workbench.editorText.getByText('line 0 of the long log').waitFor();
    await workbench.page.keyboard.press('Control+End');
    await workbench.editorText.getByText('line 2999 of the long log').waitFor();
    await workbench.tab(/Please read/).click();
    const subagent = workbench.webview.getByRole('group', { name: 'Subagent: Judge' }).last();
    await subagent.locator('summary').first().click();
    await subagent.getByRole('button', { name: 'Open in Editor' }).click();
    await workbench.tab('Judge result.json').waitFor();
    await workbench.editorText.getByText('"verdict"').waitFor();
  });

  it('finds words in the chat', async () => {
    const { workbench } = session;
    await workbench.tab(/Please read/).click();
    await chat.log.click();
    await workbench.page.keyboard.press('Control+f');
    await workbench.page
      .locator('.simple-find-part-wrapper.visible, .simple-find-part.visible')
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('runs a task again with changes, with its files as the task has them', async () => {
    const { workbench, workspace, emulator } = session;
    await chat.begin();
    await chat.attach(join(workspace, 'sales.csv'), 'sales.csv');
    await chat.approveAutomatically.uncheck();
    await chat.text('Options').click();
    await workbench.webview.getByRole('textbox', { name: 'System prompt' }).fill('Be brief');
    await chat.say('List the files once');
    await chat.button('Always approve').click();
    await chat.answered('sales.csv');
    const before = posts().length;
    await workbench.runCommand('Sigmic: Run Again with Changes');
    await workbench.tab('New Task').waitFor();
    await chat.button('Remove sales.csv').waitFor();
    await chat.holds('List the files once');
    assert.equal(await chat.approveAutomatically.isChecked(), false);
    assert.equal(posts().length, before);
    await photograph(session, 'run-again');
    await chat.message.fill('List the files twice');
    await chat.message.press('Enter');
    await chat.button('Always approve').click();
    await chat.answered('sales.csv');
    const [creation] = emulator.requests
      .filter(({ method, path }) => method === 'POST' && path.endsWith('/tasks'))
      .slice(-1);
    const sha256 = createHash('sha256')
      .update(await readFile(join(workspace, 'sales.csv')))
      .digest('hex');
    assert.deepEqual(creation?.fields?.['message'], 'List the files twice');
    assert.deepEqual(creation.fields['systemPrompt'], 'Be brief');
    assert.deepEqual(creation.fields['autoExecute'], 'false');
    assert.deepEqual(
      creation.files?.map(({ name, sha256: digest }) => [name, digest]),
      [['sales.csv', sha256]],
    );
    assert.deepEqual(workbench.problems, []);
  });
});
