import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { createTask, request, untilStatus, waitingCall } from './service';

const { fs } = vscode.workspace;

const uri = (taskId: string, path = ''): vscode.Uri =>
  vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${taskId}${path === '' ? '' : `/${path}`}` });

const refusedWith =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof vscode.FileSystemError, String(error));
    assert.equal(error.code, code);
    return true;
  };

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('artifacts', () => {
  let taskId: string;

  before(async () => {
    await emulator.reset();
    await vscode.extensions.getExtension('sigmic.sigmic')?.activate();
    const form = new FormData();
    form.append('message', 'Write a file notes/plan.md that says hello');
    form.append('files', new Blob([pixel], { type: 'image/png' }), 'pixel one.png');
    const created = await request('POST', '/tasks', form);
    taskId = String(Reflect.get(Object(created), 'id'));
    await untilStatus(taskId, 'completed');
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are folders and files of a file system', async () => {
    const entries = new Map(await fs.readDirectory(uri(taskId)));
    assert.equal(entries.get('notes'), vscode.FileType.Directory);
    assert.deepEqual(await fs.readDirectory(uri(taskId, 'notes')), [['plan.md', vscode.FileType.File]]);
    assert.deepEqual(await fs.readDirectory(uri(taskId, 'uploads')), [
      ['pixel one.png', vscode.FileType.File],
    ]);
  });

  it('have their size, time and bytes', async () => {
    const image = uri(taskId, 'uploads/pixel one.png');
    const stat = await fs.stat(image);
    assert.equal(stat.size, pixel.byteLength);
    assert.ok(stat.mtime > 0);
    assert.equal(stat.permissions, vscode.FilePermission.Readonly);
    assert.deepEqual(Buffer.from(await fs.readFile(image)), pixel);
    assert.match(Buffer.from(await fs.readFile(uri(taskId, 'notes/plan.md'))).toString(), /hello/);
  });

  it('cannot be changed', async () => {
    const file = uri(taskId, 'notes/plan.md');
    assert.equal(fs.isWritableFileSystem('sigmic-artifact'), false);
    const attempts = [
      () => fs.writeFile(file, new Uint8Array()),
      () => fs.delete(file),
      () => fs.rename(file, uri(taskId, 'other.md')),
      () => fs.createDirectory(uri(taskId, 'new')),
    ];
    for (const attempt of attempts) await assert.rejects(async () => attempt(), vscode.FileSystemError);
    assert.equal((await fs.stat(file)).type, vscode.FileType.File);
  });

  it('are not found where there are none', async () => {
    await assert.rejects(async () => fs.stat(uri(taskId, 'nothing.md')), refusedWith('FileNotFound'));
    await assert.rejects(async () => fs.readFile(uri(taskId, 'nothing.md')), refusedWith('FileNotFound'));
    await assert.rejects(async () => fs.readDirectory(uri(taskId, 'nothing')), refusedWith('FileNotFound'));
    await assert.rejects(async () => fs.stat(uri('no-such-task')), refusedWith('FileNotFound'));
    await assert.rejects(async () => fs.readFile(uri(taskId, 'notes')), vscode.FileSystemError);
  });

  it('cannot be reached through another task', async () => {
    const other = await createTask('What is 5 + 5?');
    await untilStatus(other, 'completed');
    for (const path of [`../${taskId}/notes/plan.md`, `%2e%2e/${taskId}/notes/plan.md`, 'notes\\plan.md']) {
      await assert.rejects(async () => fs.readFile(uri(other, path)), vscode.FileSystemError);
    }
    const downloads = await emulator.requests('GET', new RegExp(`${other}/artifacts/download`));
    assert.deepEqual(downloads, []);
  });

  it('are not read beyond the size they are listed with, even when listed anew', async () => {
    const tooLong = { respond: { status: 200, body: 'x'.repeat(100_000) } };
    await emulator.fault({ match: { method: 'GET', path: '/artifacts/download', times: 2 }, ...tooLong });
    const file = uri(taskId, 'notes/plan.md');
    await assert.rejects(async () => fs.readFile(file), refusedWith('Unavailable'));
    await emulator.fault({ match: { method: 'GET', path: '/artifacts/download', times: 1 }, ...tooLong });
    assert.match(Buffer.from(await fs.readFile(file)).toString(), /hello/);
  });

  it('open as text, and images as images', async () => {
    await vscode.commands.executeCommand('sigmic.openArtifact', taskId, './notes/plan.md');
    const editor = await until(() => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.toString(), uri(taskId, 'notes/plan.md').toString());
    assert.match(editor.document.getText(), /hello/);
    await vscode.commands.executeCommand('sigmic.openArtifact', { taskId, path: 'uploads/pixel one.png' });
    const image = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom ? input : undefined;
    });
    assert.equal(image.viewType, 'imagePreview.previewEditor');
  });

  it('are compared with the workspace file of the same path', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    assert.ok(folder);
    const own = vscode.Uri.joinPath(folder, 'notes/plan.md');
    await fs.writeFile(own, Buffer.from('Mine\n'));
    try {
      await vscode.commands.executeCommand('sigmic.compareArtifact', taskId, 'notes/plan.md');
      const diff = await until(() => {
        const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof vscode.TabInputTextDiff ? input : undefined;
      });
      assert.equal(diff.original.path, own.path);
      assert.equal(diff.modified.toString(), uri(taskId, 'notes/plan.md').toString());
    } finally {
      await fs.delete(vscode.Uri.joinPath(folder, 'notes'), { recursive: true });
    }
  });

  it('that are open show what the agent makes of them', async () => {
    const id = await createTask('Write a file draft.md that says one', { autoExecute: false });
    const approve = async (): Promise<unknown> =>
      request('POST', `/tasks/${id}/tools/${await waitingCall(id)}/approve`, { outcome: 'proceed_once' });
    await approve();
    await untilStatus(id, 'completed');
    await vscode.commands.executeCommand('sigmic.openArtifact', id, 'draft.md');
    const { document } = await until(() => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.path.endsWith('draft.md') === true ? editor : undefined;
    });
    assert.match(document.getText(), /one/);

    await request('POST', `/tasks/${id}/messages`, { message: 'Write a file draft.md that says three' });
    await waitingCall(id);
    await vscode.commands.executeCommand('sigmic.refreshTasks');
    await until(async () => (await emulator.requests('GET', new RegExp(`${id}/stream`))).length > 0);
    await approve();
    await until(() => document.getText().includes('three'));
  });
});
