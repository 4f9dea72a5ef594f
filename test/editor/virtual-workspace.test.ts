import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { emulator } from './control';
import { MemoryFiles } from './memory-files';
import { taskWith } from './service';
import { stub } from './stub';

describe('files of a task in a virtual workspace', () => {
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
    unstub.push(
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

  it('are applied: texts, new ones, and bytes', async () => {
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

  it('are not applied where a folder has their name, nor over a name that differs in case only', async () => {
    put('taken/x', 'x');
    put('README.md', 'mine\n');
    const id = await taskWith({ taken: 'a file\n', 'readme.md': 'theirs\n', 'ok.txt': 'ok\n' });
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.applyArtifact', id), ['ok.txt']);
    assert.deepEqual(paths(), ['/top/README.md', '/top/ok.txt', '/top/taken/x']);
    assert.match(told.join(), /2 files not applied/);
  });

  it('are saved into a folder byte for byte', async () => {
    const bytes = Buffer.alloc(300_000, 'abc');
    const id = await taskWith({ 'a.txt': 'a\n', 'deep/large.bin': bytes });
    const saved = await vscode.commands.executeCommand('sigmic.saveAllArtifacts', id, at('out'));
    assert.deepEqual(saved, ['a.txt', 'deep/large.bin']);
    assert.equal(bytesAt('out/a.txt').toString(), 'a\n');
    assert.ok(bytesAt('out/deep/large.bin').equals(bytes));
    assert.deepEqual(paths(), ['/top/out/a.txt', '/top/out/deep/large.bin']);
  });
});
