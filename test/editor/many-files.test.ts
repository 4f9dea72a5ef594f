import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { taskWith } from './service';
import { stub } from './stub';

describe('all files of a task', () => {
  const large = Buffer.alloc(3_000_000, 'abc');
  const unstub: (() => void)[] = [];
  let folder: string;
  let taskId: string;
  let errors: string[];
  let told: string[];

  before(async () => {
    await emulator.reset();
    await vscode.extensions.getExtension('sigmic.sigmic')?.activate();
    taskId = await taskWith({ 'a.txt': 'new a\n', 'deep/b.bin': Buffer.from([0, 255]), 'large.bin': large });
  });
  beforeEach(async () => {
    await emulator.reset();
    folder = await mkdtemp(join(tmpdir(), 'sigmic-save-'));
    errors = [];
    told = [];
    const fail: unknown = (words: string) => Promise.resolve(void errors.push(words));
    const tell: unknown = (words: string) => Promise.resolve(void told.push(words));
    unstub.push(
      stub(vscode.window, 'showErrorMessage', fail as typeof vscode.window.showErrorMessage),
      stub(vscode.window, 'showWarningMessage', tell as typeof vscode.window.showWarningMessage),
      stub(vscode.window, 'showInformationMessage', tell as typeof vscode.window.showInformationMessage),
    );
  });
  afterEach(async () => {
    for (const undo of unstub.splice(0)) undo();
    await rm(folder, { recursive: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const save = (id = taskId): Thenable<unknown> =>
    vscode.commands.executeCommand('sigmic.saveAllArtifacts', id, vscode.Uri.file(folder));
  const read = (path: string): Promise<Buffer> => readFile(join(folder, path));
  const names = async (): Promise<string[]> => (await readdir(folder, { recursive: true })).sort();
  const choose = (label: string): void => {
    const pick: unknown = (items: readonly vscode.QuickPickItem[]) =>
      Promise.resolve(items.find((item) => item.label === label));
    unstub.push(stub(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick));
  };

  it('are saved byte for byte into a folder', async () => {
    assert.deepEqual(await save(), ['a.txt', 'deep/b.bin', 'large.bin']);
    assert.equal((await read('a.txt')).toString(), 'new a\n');
    assert.deepEqual(await read('deep/b.bin'), Buffer.from([0, 255]));
    assert.ok((await read('large.bin')).equals(large));
    assert.deepEqual(await names(), ['a.txt', 'deep', 'deep/b.bin', 'large.bin']);
    assert.match(told.join(), /^3 files saved to sigmic-save-/);
  });

  it('replace, keep or skip what is there already, asked once', async () => {
    await writeFile(join(folder, 'a.txt'), 'old');
    await writeFile(join(folder, 'large.bin'), 'old');
    assert.deepEqual(await (choose('nothing'), save()), []);
    assert.deepEqual(await names(), ['a.txt', 'large.bin']);
    choose('Skip');
    assert.deepEqual(await save(), ['deep/b.bin']);
    assert.equal((await read('a.txt')).toString(), 'old');
    choose('Keep Both');
    assert.deepEqual(await save(), ['a.txt', 'deep/b.bin', 'large.bin']);
    assert.equal((await read('a.txt')).toString(), 'old');
    assert.equal((await read('a (2).txt')).toString(), 'new a\n');
    choose('Replace');
    await save();
    assert.equal((await read('a.txt')).toString(), 'new a\n');
    assert.deepEqual(await names(), [
      'a (2).txt',
      'a.txt',
      'deep',
      'deep/b (2).bin',
      'deep/b.bin',
      'large (2).bin',
      'large.bin',
    ]);
  });

  it('never replace a good file by half of one', async () => {
    await writeFile(join(folder, 'large.bin'), 'good');
    choose('Replace');
    for (const cut of [{ dropAfterBytes: 1_000_000 }, { endAfterBytes: 1_000_000 }]) {
      await emulator.fault({ match: { method: 'GET', path: 'path=large.bin', times: 1 }, ...cut });
      await save();
      assert.equal((await read('large.bin')).toString(), 'good');
      assert.match(errors.pop() ?? '', /^Could not save all files: /);
    }
    assert.deepEqual(await names(), ['a.txt', 'deep', 'deep/b.bin', 'large.bin']);
  });

  it('stop when they are cancelled, and leave nothing half', async () => {
    await writeFile(join(folder, 'large.bin'), 'good');
    choose('Replace');
    await emulator.fault({
      match: { method: 'GET', path: 'path=large.bin', times: 1 },
      silenceAfterBytes: 1_000_000,
    });
    const cancel = new vscode.CancellationTokenSource();
    const reports: unknown[] = [];
    const withProgress: unknown = (
      _: unknown,
      work: (progress: object, token: vscode.CancellationToken) => unknown,
    ) => work({ report: (step: unknown) => reports.push(step) }, cancel.token);
    unstub.push(stub(vscode.window, 'withProgress', withProgress as typeof vscode.window.withProgress));
    const saving = save();
    await until(async () => (await names()).some((name) => /^large\.bin\..*\.part$/.test(name)));
    await until(() =>
      reports.some((step) => /of 2\.9 MB$/.test(String(Reflect.get(Object(step), 'message')))),
    );
    cancel.cancel();
    assert.deepEqual(await saving, ['a.txt', 'deep/b.bin']);
    assert.deepEqual(await names(), ['a.txt', 'deep', 'deep/b.bin', 'large.bin']);
    assert.equal((await read('large.bin')).toString(), 'good');
    assert.deepEqual(errors, []);
  });

  it('are never written outside of the folder', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-outside-'));
    await symlink(outside, join(folder, 'out'));
    await mkdir(join(folder, 'sub'));
    const paths = ['../x.txt', '/etc/x', 'out/x.txt', 'sub', 'C:/x', 'con', 'same.txt', 'SAME.txt', 'ok.txt'];
    const files = paths.map((path) => ({ name: path, path, size: 3 }));
    const body = { success: true, data: { files } };
    await emulator.fault({ match: { method: 'GET', path: '/artifacts$' }, respond: { status: 200, body } });
    await emulator.fault({
      match: { method: 'GET', path: '/artifacts/download' },
      respond: { status: 200, body: 'ok\n' },
    });
    assert.deepEqual(await save(), ['same.txt', 'ok.txt']);
    assert.deepEqual(await readdir(outside), []);
    assert.deepEqual(await names(), ['ok.txt', 'out', 'same.txt', 'sub']);
    assert.match(told.join(), /6 files not saved/);
    await rm(outside, { recursive: true });
  });

  it('follow no link that was put in the way while the person was asked', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-outside-'));
    await writeFile(join(folder, 'a.txt'), 'old');
    const plant: unknown = async (items: readonly { readonly label: string }[]) => {
      await symlink(outside, join(folder, 'deep'));
      return items.find(({ label }) => label === 'Replace');
    };
    unstub.push(stub(vscode.window, 'showQuickPick', plant as typeof vscode.window.showQuickPick));
    await save();
    assert.deepEqual(await readdir(outside), []);
    assert.match(errors.splice(0).join(), /"deep\/b\.bin" would follow a link out of the folder now/);
    await rm(outside, { recursive: true });
  });

  it('are compared with the workspace in one editor, without those that are the same', async () => {
    const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await mkdir(join(root, 'cmp'));
    await writeFile(join(root, 'cmp/same.txt'), 'same\n');
    await writeFile(join(root, 'cmp/other.txt'), 'mine\n');
    const id = await taskWith({
      'cmp/same.txt': 'same\n',
      'cmp/other.txt': 'theirs\n',
      'cmp/new.txt': 'new\n',
      'cmp/pixel.png': 'x',
    });
    const shown = await vscode.commands.executeCommand('sigmic.compareAllArtifacts', id);
    assert.deepEqual(shown, ['cmp/new.txt', 'cmp/other.txt']);
    const tab = await until(() => vscode.window.tabGroups.activeTabGroup.activeTab);
    assert.match(tab.label, /^Workspace ↔ task/);
    assert.deepEqual(
      await vscode.commands.executeCommand('sigmic.compareAllArtifacts', id, 'cmp/same.txt'),
      [],
    );
    assert.match(told.join(), /no difference/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(join(root, 'cmp'), { recursive: true });
  });

  it('are compared with those of another task', async () => {
    const one = await taskWith({ 'same.txt': 's', 'a.txt': 'one', 'only-one.txt': '1' });
    const other = await taskWith({ 'same.txt': 's', 'a.txt': 'two', 'only-two.txt': '2' });
    const shown = await vscode.commands.executeCommand('sigmic.compareTasks', one, other);
    assert.deepEqual(shown, ['a.txt', 'only-one.txt', 'only-two.txt']);
    const tab = await until(() => vscode.window.tabGroups.activeTabGroup.activeTab);
    assert.match(tab.label, /^Run .* ↔ Run /);
    const nodes = [one, other].map((id) => ({ kind: 'task', taskId: id }));
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.compareTasks', nodes[0], nodes), shown);
  });

  it('open in the Markdown preview and in the notebook editor', async () => {
    const cell = { cell_type: 'code', source: ['1 + 1'], metadata: {}, outputs: [], execution_count: null };
    const notebook = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
    const id = await taskWith({ 'one.md': '# One\n', 'two.ipynb': JSON.stringify(notebook) });
    await vscode.commands.executeCommand('sigmic.previewArtifact', id, 'one.md');
    await until(() =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label.includes('Preview one.md')),
      ),
    );
    await vscode.commands.executeCommand('sigmic.openArtifact', id, 'two.ipynb');
    const opened = await until(() => vscode.window.activeNotebookEditor);
    assert.equal(opened.notebook.uri.path, `/${id}/two.ipynb`);
    assert.equal(opened.notebook.cellAt(0).document.getText(), '1 + 1');
    assert.deepEqual(errors, []);
  });
});
