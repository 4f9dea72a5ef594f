import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import { openingMessage } from '../../src/core/opening-message';
import { emulator, until } from './control';

function chatTabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('sigmic.chat'));
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await until(() => chatTabs().length === 0);
}

function workspaceFile(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, path);
}

async function submit(task: Record<string, unknown>): Promise<string> {
  const id = await vscode.commands.executeCommand('sigmic.newTask', { ...task, submit: true });
  assert.ok(typeof id === 'string', 'The task was not created.');
  return id;
}

/** As somebody else learns it, past the extension. */
async function idOf(message: string): Promise<string | undefined> {
  const { SIGMIC_API_URL: url = '', SIGMIC_API_KEY: key = '' } = process.env;
  const answer = await fetch(`${url}/api/v1/tasks?limit=10`, { headers: { authorization: `Bearer ${key}` } });
  const body = (await answer.text()).replaceAll('},{', '},\n{');
  const line = body.split('\n').find((task) => task.includes(JSON.stringify(message)));
  return /"id":"([^"]+)"/.exec(line ?? '')?.[1];
}

function creations(): Promise<unknown[]> {
  return emulator.requests('POST', /\/tasks$/);
}

describe('chat', () => {
  beforeEach(async () => {
    await emulator.reset();
    await closeAll();
  });
  after(async () => {
    await emulator.reset();
    await closeAll();
  });

  it('opens the composer of a new task, once', async () => {
    await vscode.commands.executeCommand('sigmic.newTask');
    await vscode.commands.executeCommand('sigmic.newTask');
    await until(() => chatTabs().length === 1);
    assert.equal(chatTabs()[0]?.label, 'New Task');
    assert.equal(chatTabs()[0]?.isActive, true);
  });

  it('submits a task and turns the composer into its conversation', async () => {
    const message = 'What is 6 * 7?\nAnswer briefly, in one line that is not too long to read';
    const id = await submit({ message, systemPrompt: 'Be brief', autoExecute: false });
    await until(() => chatTabs()[0]?.label === 'What is 6 * 7? Answer briefly, in one l…');
    assert.equal(chatTabs().length, 1);
    const [request] = (await emulator.requests('POST', /\/tasks$/)).slice(-1);
    assert.equal(request?.fields?.['message'] ?? Reflect.get(Object(request?.body), 'message'), message);
    assert.ok(id.length > 0);
  });

  it('shows what is hidden in a title', async () => {
    await submit({ message: 'Say \u202Eolleh' });
    await until(() => chatTabs()[0]?.label === 'Say ‹U+202E›olleh');
  });

  it('has one panel for a task, and opens it again after it was closed', async () => {
    const id = await submit({ message: 'Hello once' });
    await vscode.commands.executeCommand('sigmic.openTask', id);
    await vscode.commands.executeCommand('sigmic.newTask');
    await vscode.commands.executeCommand('sigmic.openTask', { taskId: id });
    await until(() => chatTabs().find(({ isActive, label }) => isActive && label === 'Hello once'));
    assert.equal(chatTabs().length, 2);
    await closeAll();
    await vscode.commands.executeCommand('sigmic.openTask', id);
    await until(() => chatTabs()[0]?.label === 'Hello once');
  });

  it('sends files as the person sees them, each under a name of its own', async () => {
    // In a browser the editor saves by itself after a second.
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
    const document = await vscode.workspace.openTextDocument(workspaceFile('notes.md'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'Unsaved grüße\n'));
    const same = vscode.Uri.file(`${workspaceFile('').fsPath}/src/notes.md`);
    await vscode.workspace.fs.writeFile(same, new TextEncoder().encode('Other notes'));
    try {
      const files = [document.uri, workspaceFile('sales.csv'), same, document.uri];
      const id = await submit({ message: 'List the files', files });
      const read = async (name: string): Promise<string> => {
        const uri = vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${id}/uploads/${name}` });
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      };
      assert.equal(await read('notes.md'), document.getText());
      assert.ok(document.isDirty);
      assert.equal(await read('notes (2).md'), 'Other notes');
      const onDisk = new TextDecoder().decode(await vscode.workspace.fs.readFile(workspaceFile('sales.csv')));
      assert.equal(await read('sales.csv'), onDisk);
      const [request] = (await emulator.requests('POST', /\/tasks$/)).slice(-1);
      assert.equal(request?.files?.length, 3);
    } finally {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.workspace.fs.delete(same);
      await settings.update('autoSave', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('opens the composer with the files of the explorer', async () => {
    const uri = workspaceFile('sales.csv');
    await vscode.commands.executeCommand('sigmic.sendFiles', uri, [uri, workspaceFile('notes.md')]);
    await until(() => chatTabs()[0]?.label === 'New Task');
  });

  it('refuses missing files and wrong arguments without sending anything', async () => {
    const before = (await creations()).length;
    for (const files of [[workspaceFile('missing.txt')], ['not a uri'], [5]]) {
      const task = { message: 'Look', files, submit: true };
      assert.equal(await vscode.commands.executeCommand('sigmic.newTask', task), undefined);
    }
    await assert.rejects(
      async () => vscode.commands.executeCommand('sigmic.newTask', { message: 1 }),
      /message/,
    );
    await assert.rejects(async () => vscode.commands.executeCommand('sigmic.openTask', {}), /id/);
    assert.equal((await creations()).length, before);
  });

  it('sends variables with the task, and files in the message that follows it', async () => {
    await submit({ message: 'Hello env', env: { STAGE: 'test' }, secrets: { TOKEN: 'hush' } });
    const [request] = (await emulator.requests('POST', /\/tasks$/)).slice(-1);
    assert.deepEqual(Reflect.get(Object(request?.body), 'env'), { STAGE: 'test' });
    assert.deepEqual(Reflect.get(Object(request?.body), 'secrets'), { TOKEN: '[hidden]' });

    const before = (await emulator.requests('POST', /./)).length;
    const id = await submit({ message: 'Hello', env: { A: '1' }, files: [workspaceFile('sales.csv')] });
    const [creation, message, ...more] = await until(async () => {
      const sent = (await emulator.requests('POST', /./)).slice(before);
      // A request is there before its body has been read.
      return sent[1]?.files === undefined ? undefined : sent;
    });
    assert.match(creation?.path ?? '', /\/tasks$/);
    assert.deepEqual(creation?.body, {
      message: openingMessage('Hello'),
      showInHistory: true,
      autoExecute: true,
      env: { A: '1' },
    });
    assert.equal(creation.files, undefined);
    assert.ok(message !== undefined);
    assert.ok(message.path.endsWith(`/tasks/${id}/messages`), message.path);
    assert.deepEqual(message.fields, { message: 'Hello' });
    const sales = await vscode.workspace.fs.readFile(workspaceFile('sales.csv'));
    const sha256 = createHash('sha256').update(sales).digest('hex');
    assert.deepEqual(
      message.files?.map((file) => [file.name, file.sha256]),
      [['sales.csv', sha256]],
    );
    assert.deepEqual(more, []);
  });

  it('keeps the composer when the server refuses the task', async () => {
    await emulator.fault({ match: { method: 'POST', path: '/tasks', times: 1 }, respond: { status: 400 } });
    const task = { message: 'Hello refused', submit: true };
    assert.equal(await vscode.commands.executeCommand('sigmic.newTask', task), undefined);
    await until(() => chatTabs()[0]?.label === 'New Task');
  });

  it('finds a task whose answer was lost instead of creating it twice', async () => {
    const before = (await creations()).length;
    await emulator.fault({ match: { method: 'POST', path: '/tasks', times: 1 }, dropAfterBytes: 0 });
    const id = await submit({ message: 'Hello from a bad line' });
    assert.ok(id.length > 0);
    assert.equal((await creations()).length, before + 1);
    await until(() => chatTabs()[0]?.label === 'Hello from a bad line');
  });

  it('closes no chat in which somebody may be writing when a task is found', async () => {
    const message = 'Hello in two chats';
    await emulator.fault({ match: { method: 'POST', path: '/tasks', times: 1 }, dropAfterBytes: 0 });
    await emulator.fault({
      match: { method: 'GET', path: '/tasks\\?limit=50', times: 1 },
      gate: 'two chats',
    });
    const closed: string[] = [];
    const listening = vscode.window.tabGroups.onDidChangeTabs((change) =>
      closed.push(...change.closed.map(({ label }) => label)),
    );
    try {
      const submitted = submit({ message });
      const id = await until(() => idOf(message));
      await vscode.commands.executeCommand('sigmic.openTask', id);
      await emulator.openGate('two chats');
      assert.equal(await submitted, id);
      await vscode.commands.executeCommand('sigmic.newTask');
      await until(() => chatTabs().find(({ isActive, label }) => isActive && label === 'New Task'));
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      // Tabs that close are told in order: none before this one.
      await until(() => closed.includes('New Task'));
      assert.deepEqual(closed, ['New Task']);
      assert.equal(chatTabs().filter(({ label }) => label === message).length, 2);
    } finally {
      listening.dispose();
    }
  });
});

describe('running a task again', () => {
  after(closeAll);

  it('opens a composer like it, and sends nothing by itself', async () => {
    await closeAll();
    const id = await submit({ message: 'Hello once more', files: [workspaceFile('sales.csv')] });
    const before = (await creations()).length;
    await vscode.commands.executeCommand('sigmic.runAgain', id);
    await until(() => chatTabs().find(({ isActive, label }) => isActive && label === 'New Task'));
    await vscode.commands.executeCommand('sigmic.runAgain', { taskId: id });
    await until(() => chatTabs().filter(({ label }) => label === 'New Task').length === 2);
    assert.equal((await creations()).length, before);
    await assert.rejects(async () => vscode.commands.executeCommand('sigmic.runAgain', {}), /id/);
  });
});

describe('exporting a conversation', () => {
  it('opens it as an unsaved Markdown document', async () => {
    const id = await submit({ message: 'What is 6 * 7?' });
    await until(async () => {
      const tasks: unknown = await vscode.commands.executeCommand('sigmic.refreshTasks');
      return JSON.stringify(tasks).includes(`"id":"${id}","title":"What is 6 * 7?","status":"completed"`);
    });
    const text: unknown = await vscode.commands.executeCommand('sigmic.exportTranscript', id);
    assert.match(String(text), /## Sigmic[^]*42/);
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.languageId, 'markdown');
    assert.equal(document.isUntitled, true);
    assert.match(document.getText(), /^# What is 6 \* 7\?/);
    const place = vscode.Uri.joinPath(workspaceFile('notes.md'), '..', 'said.md');
    try {
      const saved: unknown = await vscode.commands.executeCommand('sigmic.saveTranscript', id, place);
      assert.equal(String(saved), place.toString());
      assert.equal(Buffer.from(await vscode.workspace.fs.readFile(place)).toString(), String(text));
    } finally {
      await vscode.workspace.fs.delete(place);
    }
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
