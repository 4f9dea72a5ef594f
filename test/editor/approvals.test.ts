import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { stub } from './stub';

let next = 0;

/** Starts a task that asks for one tool and then ends, and gives the ids by which it is answered. */
async function ask(
  toolName = 'shell',
  args: object = { command: 'echo hi' },
): Promise<{ taskId: string; callId: string }> {
  const callId = `call-${++next}`;
  const message = `Approvals test ${next}.`;
  await emulator.script(message.replaceAll('.', '\\.'), [
    { approval: { callId, toolName, args } },
    { event: 'content', data: { text: 'Over.', isPartial: true } },
    { event: 'done', data: { finalResponse: 'Over.' } },
  ]);
  const taskId = await vscode.commands.executeCommand('sigmic.newTask', {
    message,
    autoExecute: false,
    submit: true,
  });
  assert.ok(typeof taskId === 'string');
  return { taskId, callId };
}

async function outcomes(callId: string): Promise<unknown[]> {
  const requests = await emulator.requests('POST', new RegExp(`/tools/${callId}/approve$`));
  return requests.map(({ body }): unknown => Reflect.get(Object(body), 'outcome'));
}

function run(command: string, ...args: unknown[]): Thenable<unknown> {
  return vscode.commands.executeCommand(command, ...args);
}

async function untilCompleted(taskId: string): Promise<void> {
  await until(async () => {
    const tasks = await run('sigmic.refreshTasks');
    assert.ok(Array.isArray(tasks));
    return tasks.some(
      (task) =>
        Reflect.get(Object(task), 'id') === taskId && Reflect.get(Object(task), 'status') === 'completed',
    );
  });
}

describe('approvals', () => {
  beforeEach(() => emulator.reset());
  after(async () => {
    await emulator.reset();
    await run('workbench.action.closeAllEditors');
  });

  it('sends each answer once', async () => {
    const commands = {
      approveTool: 'proceed_once',
      approveToolAlways: 'proceed_always',
      rejectTool: 'cancel',
    };
    for (const [command, outcome] of Object.entries(commands)) {
      const { taskId, callId } = await ask();
      assert.equal(await run(`sigmic.${command}`, taskId, callId), 'answered');
      assert.equal(await run('sigmic.approveTool', taskId, callId), 'closed');
      assert.deepEqual(await outcomes(callId), [outcome]);
      await untilCompleted(taskId);
    }
  });

  it('takes two answers at the same time for one', async () => {
    const { taskId, callId } = await ask();
    const results = await Promise.all([
      run('sigmic.rejectTool', taskId, callId),
      run('sigmic.approveTool', taskId, callId),
    ]);
    assert.deepEqual(results.sort(), ['answered', 'closed']);
    assert.equal((await outcomes(callId)).length, 1);
  });

  it('answers a task that nobody looks at', async () => {
    const { taskId, callId } = await ask();
    await run('workbench.action.closeAllEditors');
    assert.equal(await run('sigmic.approveTool', taskId, callId), 'answered');
    await untilCompleted(taskId);
  });

  it('leaves the question open when the answer certainly failed', async () => {
    const { taskId, callId } = await ask();
    await emulator.fault({ match: { method: 'POST', path: '/approve', times: 1 }, respond: { status: 400 } });
    assert.equal(await run('sigmic.approveTool', taskId, callId), 'failed');
    assert.equal(await run('sigmic.approveTool', taskId, callId), 'answered');
    await untilCompleted(taskId);
  });

  it('knows that a question was answered elsewhere', async () => {
    const { taskId, callId } = await ask();
    await emulator.fault({
      match: { method: 'POST', path: '/approve', times: 1 },
      respond: { status: 404, body: { success: false, error: { message: 'Not found', code: 'NOT_FOUND' } } },
    });
    assert.equal(await run('sigmic.approveTool', taskId, callId), 'closed');
    assert.equal(await run('sigmic.rejectTool', taskId, callId), 'closed');
    assert.equal((await outcomes(callId)).length, 1);
    await run('sigmic.cancelTask', taskId);
  });

  it('shows all of a call in a read-only document, and takes the answer to what it shows', async () => {
    const { taskId, callId } = await ask('shell', { command: 'echo \u202Ehi', cwd: '/tmp' });
    const args = { command: 'echo \u202Ehi', cwd: '/tmp' };
    assert.deepEqual(await run('sigmic.reviewTool', taskId, callId), { toolName: 'shell', args });
    const document = activeDocument();
    assert.deepEqual([document.uri.scheme, document.languageId], ['sigmic-review', 'shellscript']);
    assert.match(document.getText(), /^# cwd: "\/tmp"$/m);
    assert.match(document.getText(), /^echo ‹U\+202E›hi$/m);
    assert.equal(await run('sigmic.approveTool', document.uri), 'answered');
    await until(() => /^# Approved once\.$/m.test(document.getText()));
    assert.equal(await run('sigmic.rejectTool', document.uri), 'closed');
    assert.equal(await run('sigmic.reviewTool', taskId, callId), undefined);
    assert.deepEqual(await outcomes(callId), ['proceed_once']);
    await untilCompleted(taskId);
  });

  it('compares what would be written with nothing when the file is new', async () => {
    const { taskId, callId } = await ask('save', { path: 'a/b.py', content: 'print(1)\n' });
    await run('sigmic.reviewTool', taskId, callId);
    const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const [before, after] = await Promise.all(
      [input.original, input.modified].map((uri) => vscode.workspace.openTextDocument(uri)),
    );
    assert.deepEqual([before?.languageId, after?.languageId], ['python', 'python']);
    assert.equal(after?.getText(), `${before?.getText() ?? ''}print(1)\n`);
    assert.equal(await run('sigmic.rejectTool', input.modified), 'answered');
    assert.deepEqual(await outcomes(callId), ['cancel']);
    await untilCompleted(taskId);
  });

  it('rejects with a reason, which becomes a message when the task is ready', async () => {
    const { taskId, callId } = await ask();
    const reason = 'Use printf';
    assert.equal(await run('sigmic.rejectToolWithReason', taskId, callId, undefined, reason), 'answered');
    assert.deepEqual(await outcomes(callId), ['cancel']);
    const path = new RegExp(`/tasks/${taskId}/messages$`);
    // A request is listed before its body has been read.
    const isSent = (request: object): boolean =>
      JSON.stringify(request).includes('I rejected shell: Use printf');
    await until(async () => (await emulator.requests('POST', path)).some(isSent));
    await untilCompleted(taskId);
    assert.equal(await run('sigmic.rejectToolWithReason', taskId, callId, undefined, 'Again'), 'closed');
    assert.equal((await emulator.requests('POST', path)).length, 1);
  });

  it('approves only what was shown', async () => {
    const { taskId, callId } = await ask();
    const other = { toolName: 'shell', args: { command: 'echo ho' } };
    assert.equal(await run('sigmic.approveTool', taskId, callId, other), 'closed');
    assert.deepEqual(await outcomes(callId), []);
    await assert.rejects(
      Promise.resolve(run('sigmic.approveTool', taskId, callId, { args: 1 })),
      /was shown/,
    );
    const shown = { toolName: 'shell', args: { command: 'echo hi' } };
    assert.equal(await run('sigmic.approveTool', taskId, callId, shown), 'answered');
    await untilCompleted(taskId);
  });

  it('asks in no notification when the setting says so, and still shows and takes the answer', async () => {
    const settings = vscode.workspace.getConfiguration('sigmic');
    const asked: string[] = [];
    const inform: unknown = (words: string) => {
      asked.push(words);
      return Promise.resolve(undefined);
    };
    const unstub = stub(
      vscode.window,
      'showInformationMessage',
      inform as typeof vscode.window.showInformationMessage,
    );
    try {
      await settings.update('notifications.approvals', false, vscode.ConfigurationTarget.Global);
      const quiet = await ask('quiet_tool');
      await run('sigmic.reviewTool', quiet.taskId, quiet.callId);
      assert.match(activeDocument().getText(), /wants to run quiet_tool/);
      await settings.update('notifications.approvals', undefined, vscode.ConfigurationTarget.Global);
      const loud = await ask('loud_tool');
      await until(() => asked.some((words) => words.includes('loud_tool')));
      assert.deepEqual(
        asked.filter((words) => words.includes('quiet_tool')),
        [],
      );
      for (const { taskId, callId } of [quiet, loud]) {
        assert.equal(await run('sigmic.rejectTool', taskId, callId), 'answered');
        assert.deepEqual(await outcomes(callId), ['cancel']);
        await untilCompleted(taskId);
      }
    } finally {
      unstub();
      await settings.update('notifications.approvals', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('takes no answer from a document of another call', async () => {
    const { taskId, callId } = await ask();
    const stranger = vscode.Uri.from({
      scheme: 'sigmic-review',
      path: `/${taskId}/${callId}/x.sh`,
      query: 'after.99',
    });
    assert.equal(await run('sigmic.approveTool', stranger), 'closed');
    assert.deepEqual(await outcomes(callId), []);
    await run('sigmic.rejectTool', taskId, callId);
    await untilCompleted(taskId);
  });
});

function activeDocument(): vscode.TextDocument {
  const { activeTextEditor } = vscode.window;
  assert.ok(activeTextEditor);
  return activeTextEditor.document;
}
