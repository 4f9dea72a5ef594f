import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { LoggedRequest } from '../emulator';
import { emulator, until } from './control';
import { MemoryFiles } from './memory-files';
import { field, taskWith, untilStatus } from './service';
import { stub } from './stub';

describe('a virtual workspace', () => {
  const top = vscode.Uri.from({ scheme: 'sigmic-test-memory', path: '/top' });
  const unstub: (() => void)[] = [];
  let memory: MemoryFiles;
  let told: string[];

  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(top, path);
  const put = (path: string, content: string | Uint8Array): void =>
    memory.writeFile(at(path), Buffer.from(content));
  const bytesAt = (path: string): Buffer => Buffer.from(memory.readFile(at(path)));
  const paths = (): string[] => [...memory.files.keys()].sort();

  beforeEach(async () => {
    await emulator.reset();
    memory = new MemoryFiles();
    told = [];
    const registered = vscode.workspace.registerFileSystemProvider(top.scheme, memory);
    const folder: vscode.WorkspaceFolder = { uri: top, name: 'top', index: 0 };
    const own = Object.getOwnPropertyDescriptor(vscode.workspace, 'workspaceFolders');
    assert.ok(own);
    // Another folder of the window would start the extension host anew.
    const folders: PropertyDescriptor = { ...own, get: () => [folder] };
    Object.defineProperty(vscode.workspace, 'workspaceFolders', folders);
    const tell: unknown = (words: string) => Promise.resolve(void told.push(words));
    const known = vscode.workspace.getWorkspaceFolder;
    const folderOf = (uri: vscode.Uri): vscode.WorkspaceFolder | undefined =>
      uri.scheme === top.scheme ? folder : known(uri);
    unstub.push(
      stub(vscode.workspace, 'getWorkspaceFolder', folderOf),
      () => void registered.dispose(),
      () => void Object.defineProperty(vscode.workspace, 'workspaceFolders', own),
      stub(vscode.window, 'showErrorMessage', tell as typeof vscode.window.showErrorMessage),
      stub(vscode.window, 'showWarningMessage', tell as typeof vscode.window.showWarningMessage),
      stub(vscode.window, 'showInformationMessage', tell as typeof vscode.window.showInformationMessage),
    );
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const undo of unstub.splice(0)) undo();
  });

  it('gets files applied: texts, new ones, and bytes', async () => {
    put('src/a.txt', 'one\n');
    put('data.bin', Buffer.from([0, 1, 255]));
    const id = await taskWith({
      'src/a.txt': 'two\n',
      'src/deep/new.txt': 'new\n',
      'data.bin': Buffer.from([0, 2, 254]),
    });
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.applyArtifact', id), [
      'src/a.txt',
      'src/deep/new.txt',
      'data.bin',
    ]);
    assert.equal(bytesAt('src/a.txt').toString(), 'two\n');
    assert.equal(bytesAt('src/deep/new.txt').toString(), 'new\n');
    assert.deepEqual(bytesAt('data.bin'), Buffer.from([0, 2, 254]));
    assert.deepEqual(paths(), ['/top/data.bin', '/top/src/a.txt', '/top/src/deep/new.txt']);
    assert.deepEqual(told, ['3 files applied to top.']);
  });

  it('gets no file applied where a folder has their name, nor over a name that differs in case only', async () => {
    put('taken/x', 'x');
    put('README.md', 'mine\n');
    const id = await taskWith({ taken: 'a file\n', 'readme.md': 'theirs\n', 'ok.txt': 'ok\n' });
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.applyArtifact', id), ['ok.txt']);
    assert.deepEqual(paths(), ['/top/README.md', '/top/ok.txt', '/top/taken/x']);
    assert.match(told.join(), /2 files not applied/);
  });

  it('gets files saved into a folder byte for byte', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const id = await taskWith({ 'a.txt': 'a\n', 'deep/large.bin': bytes });
    const saved = await vscode.commands.executeCommand('sigmic.saveAllArtifacts', id, at('out'));
    assert.deepEqual(saved, ['a.txt', 'deep/large.bin']);
    assert.equal(bytesAt('out/a.txt').toString(), 'a\n');
    assert.ok(bytesAt('out/deep/large.bin').equals(bytes));
    assert.deepEqual(paths(), ['/top/out/a.txt', '/top/out/deep/large.bin']);
  });

  async function submit(task: object): Promise<LoggedRequest> {
    const id: unknown = await vscode.commands.executeCommand('sigmic.newTask', { ...task, submit: true });
    assert.equal(typeof id, 'string');
    return lastCreation();
  }

  async function lastCreation(): Promise<LoggedRequest> {
    return (await emulator.requests('POST', /\/tasks$/)).at(-1) ?? assert.fail();
  }

  it('gives files to a task: single ones, and a folder without what .gitignore leaves out', async () => {
    put('.gitignore', '*.log\ndist/\n');
    put('notes.md', 'of no disk\n');
    put('src/.gitignore', '!kept.log\n');
    for (const path of ['a.ts', 'a.log', 'kept.log', 'dist/x.js', 'deep/b.ts']) put(`src/${path}`, path);
    const single = await submit({ message: 'List the files', files: [at('notes.md')] });
    assert.deepEqual(
      single.files?.map(({ name, sha256 }) => [name, sha256]),
      [['notes.md', createHash('sha256').update('of no disk\n').digest('hex')]],
    );
    const id = String(
      await vscode.commands.executeCommand('sigmic.newTask', {
        message: 'Run `cd uploads && unzip -o -q *.zip; find src -type f | sort`',
        files: [at('src')],
        submit: true,
      }),
    );
    const said = field(await untilStatus(id, 'completed'), 'output');
    const listed = JSON.stringify(said).match(/src\/[\w./]+/g);
    assert.deepEqual([...new Set(listed)], ['src/.gitignore', 'src/a.ts', 'src/deep/b.ts', 'src/kept.log']);
  });

  it('has recipes, whose globs find its files', async () => {
    put('.gitignore', 'ignored.txt\n');
    put('.sigmic/sum.json', JSON.stringify({ name: 'Sum up', message: 'Sum up', files: ['data/*.txt'] }));
    put('data/a.txt', 'A');
    put('data/ignored.txt', 'I');
    const id: unknown = await vscode.commands.executeCommand('sigmic.runRecipe', 'Sum up', { submit: true });
    assert.equal(typeof id, 'string');
    assert.deepEqual(
      (await lastCreation()).files?.map(({ name }) => name),
      ['a.txt'],
    );
  });

  it('has the other side of a comparison', async () => {
    put('notes/plan.md', 'Mine\n');
    const id = await taskWith({ 'notes/plan.md': 'Theirs\n' });
    await vscode.commands.executeCommand('sigmic.compareArtifact', id, 'notes/plan.md');
    const diff = await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    });
    assert.equal(diff.original.toString(), at('notes/plan.md').toString());
    const shown = await vscode.workspace.openTextDocument(diff.original);
    assert.equal(shown.getText(), 'Mine\n');
  });
});
