import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { LoggedRequest } from '../emulator';
import { browserStores } from './browser-stores';
import { photograph } from './photograph';
import { useSession } from './use-session';

const canary = 'canary-7f3a-"9c"-e1';

describe('variables and secrets', () => {
  const session = useSession();
  const { chat } = session;

  const webview = () => session.workbench.webview;
  const variables = (): Locator => webview().getByRole('combobox', { name: 'Variables' });
  const posts = (path: RegExp): LoggedRequest[] =>
    session.emulator.requests.filter((request) => request.method === 'POST' && path.test(request.path));

  /** Waits until the question is another one: what is typed too early answers the one before. */
  async function asks(title: string): Promise<void> {
    await session.workbench.page
      .locator('.quick-input-widget:visible .quick-input-title', { hasText: title })
      .waitFor();
  }

  async function newTask(): Promise<void> {
    await chat.begin();
    await chat.text('Options').click();
  }

  it('are kept in sets that a person makes, one question after the other', async () => {
    const { workbench } = session;
    await workbench.runCommand('Sigmic: Manage Variables');
    await workbench.pick('New Set...');
    await asks('New Set of Variables');
    await workbench.answer('staging');
    await workbench.pick('Add Secret...');
    await asks('Add Secret to staging');
    await workbench.quickInput.fill('2nd-TOKEN');
    await workbench.page.getByText('A name begins with a letter or an underscore.').waitFor();
    await workbench.answer('API_TOKEN');
    await asks('Value of the Secret API_TOKEN');
    await workbench.page.locator('.quick-input-widget:visible input[type=password]').waitFor();
    await workbench.answer(canary);
    await workbench.pick('Add Variable...');
    await asks('Add Variable to staging');
    await workbench.answer('MODE');
    await asks('Value of MODE');
    await workbench.answer('test-mode');
    await workbench.quickPickRow('MODE').waitFor();
    await workbench.quickPickRow('API_TOKEN').waitFor();
    await photograph(session, 'variable-set');
    await workbench.page.keyboard.press('Escape');
    await workbench.quickPickRow('staging').waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('go with a new task, and are masked wherever it tells them', async () => {
    const { emulator, workbench } = session;
    emulator.script(/tell me/, [
      { event: 'thought', data: { subject: `The token is ${canary}` } },
      ...Array.from(`It is ${canary}, really.`, (text) => ({
        event: 'content',
        data: { text, isPartial: true },
      })),
      {
        event: 'tool_call',
        data: { callId: 'c1', toolName: 'print', status: 'executing', args: { text: canary } },
      },
      { event: 'tool_result', data: { callId: 'c1', status: 'success', output: JSON.stringify({ canary }) } },
    ]);
    await newTask();
    await variables().selectOption('staging');
    await chat.text('MODE, API_TOKEN').waitFor();
    await chat.message.fill('tell me');
    await photograph(session, 'composing-variables');
    await recordMessages();
    await chat.message.press('Enter');
    await chat.answered('It is ••••API_TOKEN, really.');

    const { body } = posts(/\/tasks$/).at(-1) ?? {};
    assert.deepEqual(body, {
      message: 'tell me',
      showInHistory: true,
      autoExecute: true,
      env: { MODE: 'test-mode' },
      secrets: { API_TOKEN: canary },
    });
    await chat.tool('print').getByText('print').first().click();
    await chat.tool('print').getByText('••••API_TOKEN').first().waitFor();
    const told = await recordedMessages();
    assert.match(told, /••••API_TOKEN/);
    await workbench.runCommand('Sigmic: Export Conversation');
    await workbench.tab(/Untitled/).waitFor();
    await workbench.page.getByText('••••API_TOKEN').first().waitFor();
    for (const [where, text] of Object.entries({
      'what the view was told': told,
      'the page': await workbench.page.content(),
      'what the browser keeps for VS Code': await workbench.page.evaluate(browserStores),
      'what the server keeps, logs and all': await readAll(session.editor.userDataDir),
    })) {
      assert.ok(text.length > 100, where);
      for (const form of [canary, JSON.stringify(canary).slice(1, -1), encodeURIComponent(canary)])
        assert.ok(!text.includes(form), `${where} has ${form}`);
    }
    await workbench.runCommand('View: Revert and Close Editor');
    await chat.message.waitFor();
  });

  it('are not brought back when the task is run again, and the composer says so', async () => {
    const { workbench } = session;
    await webview().getByRole('button', { name: 'Run again' }).click();
    await webview().getByRole('heading', { name: 'What shall Sigmic do?' }).waitFor();
    await chat.holds('tell me');
    const note = webview().getByRole('note').filter({ hasText: 'The variables of that task (MODE)' });
    await note.waitFor();
    await photograph(session, 'run-again-variables');
    await note.getByRole('button', { name: 'Manage Variables' }).click();
    await workbench.quickPickRow('staging').waitFor();
    await workbench.page.keyboard.press('Escape');
    await chat.text('Options').click();
    await variables().selectOption('staging');
    await note.waitFor({ state: 'detached' });
    const before = posts(/\/tasks$/).length;
    await chat.message.press('Enter');
    await chat.answered('It is ••••API_TOKEN, really.');
    const [creation, ...more] = posts(/\/tasks$/).slice(before);
    assert.deepEqual(Reflect.get(Object(creation?.body), 'env'), { MODE: 'test-mode' });
    assert.deepEqual(Reflect.get(Object(creation?.body), 'secrets'), { API_TOKEN: canary });
    assert.deepEqual(more, []);
  });

  it('and files go one after the other, and the composer says so before', async () => {
    const { emulator, workspace } = session;
    emulator.script(/Do not start yet/, [
      { event: 'content', data: { text: 'I am ready.', isPartial: true } },
      { gate: 'opened' },
    ]);
    emulator.script(/^Sum up the notes$/, [
      { event: 'content', data: { text: 'Summed up.', isPartial: true } },
    ]);
    await newTask();
    await chat.attach(join(workspace, 'notes.md'), 'notes.md');
    await variables().selectOption('staging');
    const note = webview().getByRole('group', { name: 'Variables and files' });
    await note.waitFor();
    await chat.message.fill('Sum up the notes');
    const first = webview().getByRole('textbox', { name: 'Sent first' });
    await chat.holds(await opening('Sum up the notes'), first);
    await photograph(session, 'composing-variables-and-files');
    const before = posts(/./).length;
    await chat.message.press('Enter');
    await chat.lastAnswer.filter({ hasText: 'I am ready.' }).waitFor();
    assert.equal(posts(/./).length, before + 1);
    await photograph(session, 'files-follow');
    emulator.openGate('opened');
    await chat.answered('Summed up.');

    const [creation, message] = posts(/./).slice(before);
    assert.deepEqual(creation?.body, {
      message: await opening('Sum up the notes'),
      showInHistory: true,
      autoExecute: true,
      env: { MODE: 'test-mode' },
      secrets: { API_TOKEN: canary },
    });
    assert.equal(creation.files, undefined);
    assert.match(message?.path ?? '', /\/messages$/);
    assert.deepEqual(message?.fields, { message: 'Sum up the notes' });
    const notes = await readFile(join(workspace, 'notes.md'));
    const sha256 = createHash('sha256').update(notes).digest('hex');
    assert.deepEqual(
      message.files?.map((file) => [file.name, file.sha256]),
      [['notes.md', sha256]],
    );
    assert.equal(posts(/./).length, before + 2);
    assert.equal(await chat.message.inputValue(), '');
    assert.equal(await chat.button('Remove notes.md').count(), 0);
    // The task is called by the person's words, without what was said to the agent.
    assert.equal(await session.workbench.tab(/Sum up the notes/).innerText(), 'Sum up the notes');
    await session.workbench.openView('Sigmic');
    const row = session.workbench.treeRow(/^Sum up the notes/);
    await row.waitFor();
    assert.doesNotMatch(await row.innerText(), /Do not start/);
  });

  it('stay masked in an exported conversation, which has its files and long results whole', async () => {
    const { emulator, workbench, workspace } = session;
    const lines = Array.from({ length: 2000 }, (_line, index) => `line ${index} of the long log`);
    emulator.script(/^Read the long log$/, [
      {
        event: 'tool_call',
        data: { callId: 'c9', toolName: 'read_log', status: 'executing', args: { with: canary } },
      },
      {
        event: 'tool_result',
        data: {
          callId: 'c9',
          status: 'success',
          output: lines.with(1000, `line 1000 has ${canary} in it`).join('\n'),
        },
      },
      { event: 'content', data: { text: 'It was long.', isPartial: true } },
    ]);
    await newTask();
    await chat.attach(join(workspace, 'notes.md'), 'notes.md');
    await variables().selectOption('staging');
    await chat.say('Read the long log');
    await chat.answered('It was long.');
    await workbench.runCommand('Sigmic: Export Conversation');
    await workbench.tab(/Untitled/).waitFor();
    await workbench.editorText.getByText('# Read the long log').first().waitFor();
    await photograph(session, 'exported-conversation');
    await workbench.editorText.click();
    await workbench.page.keyboard.press('Control+a');
    await workbench.page.keyboard.press('Control+c');
    const text = await workbench.page.evaluate(() => navigator.clipboard.readText());
    assert.match(
      text,
      /## You[^]*Do not start yet[^]*## You[^\n]*\n\nRead the long log\n\nAttached: `[^`\n]*notes\.md`\n/,
    );
    assert.match(text, /\*\*Tool read_log\*\* \(success\)\n\n```json\n\{\n {2}"with": "••••API_TOKEN"\n\}\n/);
    const expected = lines.with(1000, 'line 1000 has ••••API_TOKEN in it').join('\n');
    assert.ok(text.includes(`\`\`\`\n${expected}\n\`\`\``), 'The result is not whole.');
    assert.ok(text.trimEnd().endsWith('It was long.'), text.slice(-100));
    assert.ok(!text.includes('canary'));
    await workbench.runCommand('View: Revert and Close Editor');
    await chat.message.waitFor();
  });

  it('come from a .env file, where the person says what is secret', async () => {
    const { workbench, workspace } = session;
    await writeFile(join(workspace, 'live.env'), 'export REGION=eu # here\nPASS="p@ss word\\n2"\nnonsense\n');
    await workbench.runCommand('Sigmic: Import Variables from .env File...');
    await workbench.chooseFile(join(workspace, 'live.env'));
    await workbench.pick('REGION');
    await workbench.page.locator('.quick-input-widget:visible').getByText('1 Selected').waitFor();
    await workbench.page.locator('.quick-input-widget:visible').getByRole('button', { name: 'OK' }).click();
    await workbench.pick('New Set...');
    await asks('New Set of Variables');
    await workbench.answer('live');
    await workbench
      .notification(/Imported 1 variable, 1 secret in the set "live"\. Line 3 could not be read/)
      .waitFor();
    await newTask();
    await variables().selectOption('live');
    await webview().getByRole('checkbox', { name: 'Show in history' }).uncheck();
    await chat.say('Hello');
    await chat.answered(/./);
    const { body } = posts(/\/tasks$/).at(-1) ?? {};
    assert.deepEqual(body, {
      message: 'Hello',
      showInHistory: false,
      autoExecute: true,
      env: { REGION: 'eu' },
      secrets: { PASS: 'p@ss word\n2' },
    });
  });

  it('and system prompts are kept by name, and taken again', async () => {
    const { workbench } = session;
    const prompt = () => webview().getByRole('textbox', { name: 'System prompt' });
    await newTask();
    await prompt().fill('Answer in French.');
    await chat.button('Save as preset…').click();
    await asks('Save System Prompt as Preset');
    await workbench.answer('French');
    await webview().getByRole('combobox', { name: 'Preset' }).waitFor();
    await prompt().fill('');
    await webview().getByRole('combobox', { name: 'Preset' }).selectOption('French');
    await photograph(session, 'composing-preset');
    await chat.say('Bonjour');
    await chat.answered(/./);
    assert.equal(Reflect.get(Object(posts(/\/tasks$/).at(-1)?.body), 'systemPrompt'), 'Answer in French.');
    await workbench.runCommand('Sigmic: Manage System Prompts');
    await workbench.pick('French');
    await workbench.pick('Delete');
    await workbench.answerNotification('Deleted the system prompt "French".', 'Undo');
    await newTask();
    await webview().getByRole('combobox', { name: 'Preset' }).waitFor();
  });

  async function opening(message: string): Promise<string> {
    const { openingMessage } = await import('../../src/core/opening-message');
    return openingMessage(message);
  }

  /** Keeps all that the host posts to the view from now on. */
  async function recordMessages(): Promise<void> {
    await webview()
      .locator('body')
      .evaluate((body) => {
        window.addEventListener('message', ({ data }) => {
          body.dataset['told'] = (body.dataset['told'] ?? '') + JSON.stringify(data);
        });
      });
  }

  async function recordedMessages(): Promise<string> {
    return (await webview().locator('body').getAttribute('data-told')) ?? '';
  }
});

/** Everything in the files below a folder. */
async function readAll(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => '')),
  );
  return texts.join('\n');
}
