import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { field, untilStatus } from './service';

const top = (): vscode.Uri => {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, 'handed-over');
};
const at = (path: string): vscode.Uri => vscode.Uri.joinPath(top(), path);

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files))
    await vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(text));
}

async function newTask(
  files: readonly vscode.Uri[],
  message = 'List the files',
): Promise<string | undefined> {
  const id: unknown = await vscode.commands.executeCommand('sigmic.newTask', {
    message,
    files,
    submit: true,
  });
  assert.ok(id === undefined || typeof id === 'string');
  return id;
}

async function landed(taskId: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const visit = async (folder: string): Promise<void> => {
    const uri = vscode.Uri.from({ scheme: 'sigmic-artifact', path: `/${taskId}/${folder}` });
    for (const [name, type] of await vscode.workspace.fs.readDirectory(uri)) {
      const path = `${folder}/${name}`;
      if (type === vscode.FileType.Directory) await visit(path);
      else if (!name.endsWith('.zip')) {
        const bytes = await vscode.workspace.fs.readFile(uri.with({ path: `/${taskId}/${path}` }));
        found[path.replace(/^uploads\//, '')] = new TextDecoder().decode(bytes);
      }
    }
  };
  await visit('uploads');
  return found;
}

const creations = () => emulator.requests('POST', /\/tasks$/);

describe('handing over files and folders', () => {
  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(top().fsPath, { recursive: true, force: true });
  });

  it('keeps a script of a folder executable', async () => {
    await write({ 'src/run.sh': '#!/bin/sh\necho it ran\n', 'src/plain.sh': '#!/bin/sh\necho it ran too\n' });
    await chmod(at('src/run.sh').fsPath, 0o750);
    const id = await newTask([at('src')], 'Run `cd uploads/src && ./run.sh; ./plain.sh`');
    assert.ok(id);
    const said = JSON.stringify(field(await untilStatus(id, 'completed'), 'output'));
    assert.match(said, /it ran\b/);
    assert.doesNotMatch(said, /it ran too/);
  });

  it('sends a folder as one ZIP, without what ignore rules and settings leave out', async () => {
    const settings = vscode.workspace.getConfiguration('sigmic.upload');
    await settings.update('exclude', { '**/*.big': true, '**/node_modules': false }, true);
    try {
      await write({
        '.gitignore': 'dist/\n*.log\n',
        'src/a.ts': 'a',
        'src/ünï/b.ts': 'b',
        'src/.gitignore': '!keep.log\n',
        'src/keep.log': 'kept',
        'src/gone.log': '',
        'src/dist/x.js': '',
        'src/y.big': '',
        'src/node_modules/z.js': 'z',
      });
      const id = await newTask([at('src')]);
      assert.ok(id);
      assert.deepEqual(await landed(id), {
        'src/.gitignore': '!keep.log\n',
        'src/a.ts': 'a',
        'src/keep.log': 'kept',
        'src/node_modules/z.js': 'z',
        'src/ünï/b.ts': 'b',
      });
      const [request] = (await creations()).slice(-1);
      assert.deepEqual(
        request?.files?.map(({ name }) => name),
        ['src.zip'],
      );
    } finally {
      await settings.update('exclude', undefined, true);
    }
  });

  it('goes by the rules of the Git repository around a folder, in a worktree too', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-repository-'));
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
        cwd: join(outside, 'main'),
      });
    const writeTo = async (path: string, text: string): Promise<void> => {
      await mkdir(dirname(join(outside, path)), { recursive: true });
      await writeFile(join(outside, path), text);
    };
    try {
      await writeTo('.gitignore', 'never a rule: above the repository\n*.txt\n');
      await writeTo('main/.gitignore', '*.log\n/pkg/a/top\n');
      git('init', '--quiet');
      git('add', '.');
      git('commit', '--quiet', '--message', 'First');
      git('worktree', 'add', '--quiet', '../tree');
      await writeTo('main/.git/info/exclude', '*.mine\n!kept.log\n');
      for (const checkout of ['main', 'tree']) {
        await writeTo(`${checkout}/pkg/.gitignore`, '!b.log\n');
        for (const name of ['a.txt', 'a.log', 'b.log', 'kept.log', 'c.mine', 'top', 'deep/top'])
          await writeTo(`${checkout}/pkg/a/${name}`, name);
        const id = await newTask([vscode.Uri.file(join(outside, checkout, 'pkg', 'a'))]);
        assert.ok(id);
        assert.deepEqual(Object.keys(await landed(id)).toSorted(), ['a/a.txt', 'a/b.log', 'a/deep/top']);
      }
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('sends a text with unsaved changes as the person sees it, also inside of a folder and when it was never saved', async () => {
    await write({ 'src/a.ts': 'old' });
    const document = await vscode.workspace.openTextDocument(at('src/a.ts'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'new and ');
    await vscode.workspace.applyEdit(edit);
    const untitled = await vscode.workspace.openTextDocument({ content: 'Never saved' });
    const id = await newTask([at('src'), untitled.uri]);
    assert.ok(id);
    const sent = await landed(id);
    assert.equal(sent['src/a.ts'], document.getText());
    assert.equal(sent[untitled.uri.path], 'Never saved');
    await document.save();
    await vscode.window.showTextDocument(untitled);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('does not send what looks like a secret before somebody ticked it', async () => {
    await write({ 'src/a.ts': 'a', 'src/.env': 'KEY=1', id_rsa: 'x' });
    const before = (await creations()).length;
    for (const files of [[at('src')], [at('id_rsa')]]) assert.equal(await newTask(files), undefined);
    assert.equal((await creations()).length, before);
  });

  it('sends more than 20 files as one ZIP', async () => {
    const names = Array.from({ length: 23 }, (_item, n) => `data/${n % 3}/${n}.txt`);
    await write(Object.fromEntries(names.map((name) => [name, name])));
    const id = await newTask(names.map(at));
    assert.ok(id);
    const expected = names.map((name) => [name.slice('data/'.length), name]);
    assert.deepEqual(await landed(id), Object.fromEntries(expected.toSorted()));
    assert.equal((await creations()).at(-1)?.files?.length, 1);
  });

  it('refuses a folder with nothing to send', async () => {
    await write({ '.gitignore': 'src/*\n', 'src/a': '' });
    const before = (await creations()).length;
    assert.equal(await newTask([at('src')]), undefined);
    assert.equal((await creations()).length, before);
  });

  it('adds files to the next message of a task', async () => {
    await write({ 'a.txt': 'a' });
    const id = await newTask([]);
    assert.ok(id);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const before = (await emulator.requests('POST', /.*/)).length;
    await vscode.commands.executeCommand('sigmic.sendFiles', undefined, [at('a.txt')], { taskId: id });
    await until(() =>
      vscode.window.tabGroups.all.some((group) => group.tabs.some(({ label }) => label === 'List the files')),
    );
    assert.equal((await emulator.requests('POST', /.*/)).length, before, 'Nothing is sent by itself.');
  });
});
