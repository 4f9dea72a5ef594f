import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { untilStatus } from './service';
import { stub } from './stub';

describe('what was sent goes back to where it came from', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const at = (path: string): string => join(root, 'origins', path);
  const textAt = (path: string): Promise<string> => readFile(at(path), 'utf8');
  const put = async (path: string, content: string): Promise<vscode.Uri> => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
    return vscode.Uri.file(at(path));
  };
  const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`sigmic.${command}`, ...args);
  const unstub: (() => void)[] = [];
  let picks: string[];
  let told: string[];

  /** A task with these files that then runs a shell command. */
  async function send(files: readonly vscode.Uri[], shell: string): Promise<string> {
    const id = await run('newTask', { message: `Run \`${shell}\``, files, submit: true });
    assert.ok(typeof id === 'string');
    await untilStatus(id, 'completed');
    return id;
  }

  beforeEach(async () => {
    await emulator.reset();
    picks = [];
    told = [];
    const pick: unknown = (items: readonly vscode.QuickPickItem[]) => {
      picks.push(items.map(({ label }) => label).join(' | '));
      return Promise.resolve(undefined);
    };
    const tell: unknown = (words: string) => Promise.resolve(void told.push(words));
    unstub.push(
      stub(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick),
      stub(vscode.window, 'showErrorMessage', tell as typeof vscode.window.showErrorMessage),
      stub(vscode.window, 'showWarningMessage', tell as typeof vscode.window.showWarningMessage),
      stub(vscode.window, 'showInformationMessage', tell as typeof vscode.window.showInformationMessage),
    );
  });
  afterEach(async () => {
    for (const undo of unstub.splice(0)) undo();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(at(''), { recursive: true, force: true });
  });

  it('a file, although others have its name', async () => {
    const file = await put('src/a/b.ts', 'one\n');
    await put('src/other/b.ts', 'other\n');
    const id = await send([file], 'echo two > uploads/b.ts');
    await run('compareArtifact', id, 'uploads/b.ts');
    const tab = await until(() => vscode.window.tabGroups.activeTabGroup.activeTab?.input);
    assert.ok(tab instanceof vscode.TabInputTextDiff);
    assert.equal(tab.original.fsPath, file.fsPath);
    assert.deepEqual(await run('compareAllArtifacts', id), ['uploads/b.ts']);
    assert.deepEqual(await run('applyArtifact', id, 'uploads/b.ts'), ['origins/src/a/b.ts']);
    assert.equal(await textAt('src/a/b.ts'), 'two\n');
    assert.equal(await textAt('src/other/b.ts'), 'other\n');
    assert.deepEqual(picks, []);
  });

  it('a folder, with what the agent made in it', async () => {
    await put('lib/deep/x.ts', 'x\n');
    await put('lib/y.ts', 'y\n');
    const id = await send(
      [vscode.Uri.file(at('lib'))],
      'echo X > uploads/lib/deep/x.ts; echo new > uploads/lib/deep/new.ts',
    );
    const written = await run('applyArtifact', id, 'uploads/lib/');
    assert.ok(Array.isArray(written));
    assert.deepEqual(written.sort(), ['origins/lib/deep/new.ts', 'origins/lib/deep/x.ts']);
    assert.equal(await textAt('lib/deep/x.ts'), 'X\n');
    assert.equal(await textAt('lib/deep/new.ts'), 'new\n');
    assert.equal(await textAt('lib/y.ts'), 'y\n');
  });

  it('many files that travel as one ZIP', async () => {
    const files: vscode.Uri[] = [];
    for (let n = 0; n < 22; n += 1) files.push(await put(`many/d${n % 2}/f${n}.txt`, `${n}\n`));
    const id = await send(files, 'echo changed > uploads/d1/f7.txt');
    assert.deepEqual(await run('applyArtifact', id, 'uploads/'), ['origins/many/d1/f7.txt']);
    assert.equal(await textAt('many/d1/f7.txt'), 'changed\n');
  });

  it('never to a place outside of the workspace', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-origin-'));
    try {
      await writeFile(join(outside, 'far.txt'), 'far\n');
      const id = await send([vscode.Uri.file(join(outside, 'far.txt'))], 'echo changed > uploads/far.txt');
      await put('far.txt', 'unrelated\n');
      assert.deepEqual(await run('applyArtifact', id, 'uploads/far.txt'), ['far.txt']);
      assert.equal(await readFile(join(root, 'far.txt'), 'utf8'), 'changed\n');
      assert.equal(await textAt('far.txt'), 'unrelated\n', 'no guess by name');
      await writeFile(join(root, 'far.txt'), 'mine\n');
      await until(
        async () => (await vscode.workspace.openTextDocument(join(root, 'far.txt'))).getText() === 'mine\n',
      );
      assert.deepEqual(await run('applyArtifact', id, 'uploads/far.txt'), []);
      assert.match(told.at(-1) ?? '', /was sent from outside of the workspace/);
      assert.equal(await readFile(join(outside, 'far.txt'), 'utf8'), 'far\n');
      assert.deepEqual(await readdir(outside), ['far.txt']);
    } finally {
      await rm(outside, { recursive: true });
      await rm(join(root, 'far.txt'), { force: true });
    }
  });
});
