import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { emulator } from './control';
import { stub } from './stub';

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('changes of a Git repository', () => {
  const token = `AKIA${'Q2W3E4R5'.repeat(2)}\n`;
  // Inside of the workspace: older editors open no repository elsewhere.
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert.ok(folder !== undefined);
  const root = realpathSync(mkdtempSync(join(folder, 'sigmic-changes-')));
  const repository = vscode.Uri.file(root);
  const at = (path: string): vscode.Uri => vscode.Uri.joinPath(repository, path);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
  const write = (path: string, text: string | Buffer): void => writeFileSync(join(root, path), text);

  before(async () => {
    git('init', '--quiet');
    mkdirSync(join(root, 'src'));
    for (const name of ['src/ünï.ts', 'src/b.ts', 'c.txt']) write(name, 'old\n');
    write('with-token.txt', token);
    write('image.bin', Buffer.of(0, 1, 2));
    git('add', '.');
    git('commit', '--quiet', '--message', 'First');
    await vscode.commands.executeCommand('git.openRepository', root);
  });
  beforeEach(() => {
    git('reset', '--quiet', '--hard');
    git('clean', '--quiet', '--force');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => rmSync(root, { recursive: true }));

  async function send(command: string, argument: object): Promise<unknown> {
    const all = { repository, message: 'List the files', submit: true, ...argument };
    return vscode.commands.executeCommand(command, all);
  }

  async function lastCreation() {
    const request = (await emulator.requests('POST', /\/tasks$/)).at(-1);
    const files = request?.files?.map(({ name, sha256: digest }) => [name, digest]);
    return { message: request?.fields?.['message'] ?? '', files };
  }

  /** The words that the person is told while `deed` runs. */
  async function told(deed: () => Promise<unknown>): Promise<string[]> {
    const words: string[] = [];
    const restore = stub(vscode.window, 'showInformationMessage', (message: string) => {
      words.push(message);
      return Promise.resolve(undefined);
    });
    try {
      assert.equal(await deed(), undefined);
    } finally {
      restore();
    }
    return words;
  }

  it('that are staged go as a patch, and nothing besides', async () => {
    write('src/b.ts', 'staged\n');
    git('add', '.');
    write('src/b.ts', 'not staged\n');
    write('new.txt', 'new\n');
    assert.equal(typeof (await send('sigmic.sendStagedChanges', {})), 'string');
    const { message, files } = await lastCreation();
    assert.deepEqual(files, [['staged.patch', sha256(git('diff', '--cached'))]]);
    assert.match(
      message,
      /^staged\.patch has the staged changes of the Git repository "sigmic-changes-\w+" \(1 file\)\.\n\nList/,
    );
  });

  it('in the working tree go as a patch with untracked files beside it', async () => {
    write('src/b.ts', 'staged\n');
    git('add', '.');
    write('src/b.ts', 'not staged\n');
    write('src/ünï.ts', 'changed\n');
    write('image.bin', Buffer.of(0, 9));
    write('new.txt', 'new\n');
    assert.equal(typeof (await send('sigmic.sendChanges', {})), 'string');
    const { message, files } = await lastCreation();
    assert.deepEqual(files, [
      ['changes.patch', sha256(git('diff'))],
      ['new.txt', sha256('new\n')],
    ]);
    assert.match(
      message,
      /that are not staged \(3 files\)\. It does not have what is in 1 binary file\. 1 new file of it/,
    );
  });

  it('go byte for byte as git says without colours, whatever bytes they have and colours the person has', async () => {
    write('src/b.ts', Buffer.from('caf\xe9\r\n\x1b[31mred\n', 'latin1'));
    const wanted = createHash('sha256')
      .update(execFileSync('git', ['diff'], { cwd: root }))
      .digest('hex');
    git('config', 'color.ui', 'always');
    try {
      assert.equal(typeof (await send('sigmic.sendChanges', {})), 'string');
    } finally {
      git('config', '--unset', 'color.ui');
    }
    assert.deepEqual((await lastCreation()).files, [['changes.patch', wanted]]);
  });

  it('go for the files that were chosen only, in the plain form and as the Source Control view tells them', async () => {
    write('src/ünï.ts', 'changed\n');
    write('src/b.ts', 'changed\n');
    write('new.txt', 'new\n');
    const wanted = sha256(git('diff', '--', 'src/ünï.ts'));
    assert.equal(
      typeof (await send('sigmic.sendChanges', { files: [at('src/ünï.ts').toString()] })),
      'string',
    );
    assert.deepEqual((await lastCreation()).files, [['changes.patch', wanted]]);
    assert.equal(typeof (await send('sigmic.sendChanges', { files: [at('new.txt')] })), 'string');
    assert.deepEqual((await lastCreation()).files, [['new.txt', sha256('new\n')]]);
    const before = (await emulator.requests('POST', /\/tasks$/)).length;
    const states = [{ resourceUri: at('src/b.ts') }, { resourceUri: at('new.txt') }];
    assert.equal(await vscode.commands.executeCommand('sigmic.sendChanges', ...states), undefined);
    const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: each }) => each.map(({ label }) => label));
    assert.ok(tabs.includes('New Task'));
    assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before);
  });

  it('leave untracked files out by the setting, unless they were chosen one by one', async () => {
    const settings = vscode.workspace.getConfiguration('sigmic.upload');
    await settings.update('exclude', { '**/made': true, '**/*.big': true }, true);
    try {
      mkdirSync(join(root, 'made'));
      for (const name of ['made/a.txt', 'b.big', 'new.txt']) write(name, 'new\n');
      assert.equal(typeof (await send('sigmic.sendChanges', {})), 'string');
      const { message, files } = await lastCreation();
      assert.deepEqual(files, [['new.txt', sha256('new\n')]]);
      assert.match(
        message,
        /^1 new file of the Git .* is attached too, unless too large or like a secret\. 2 new files stay here by the setting sigmic\.upload\.exclude\.\n/,
      );
      assert.equal(typeof (await send('sigmic.sendChanges', { files: [at('b.big')] })), 'string');
      assert.deepEqual((await lastCreation()).files, [['b.big', sha256('new\n')]]);
      rmSync(join(root, 'new.txt'));
      assert.deepEqual(await told(() => send('sigmic.sendChanges', {})), [
        'There is nothing to send. 2 new files stay here by the setting sigmic.upload.exclude.',
      ]);
    } finally {
      await settings.update('exclude', undefined, true);
      rmSync(join(root, 'made'), { recursive: true });
    }
  });

  it('with a likely secret in them wait for a tick', async () => {
    const before = (await emulator.requests('POST', /\/tasks$/)).length;
    write('.env', 'PASSWORD=secret\n');
    git('add', '.');
    assert.equal(await send('sigmic.sendStagedChanges', {}), undefined);
    git('reset', '--quiet', '--hard');
    // On an added line, on one that is removed, and by the rules of the file that the patch is about.
    const registry = '//registry.example.org/:_authToken=0123456789\n';
    for (const [path, text] of [
      ['c.txt', token],
      ['with-token.txt', 'gone\n'],
      ['.npmrc', registry],
    ] as const) {
      write(path, text);
      git('add', '.');
      assert.equal(await send('sigmic.sendStagedChanges', {}), undefined, path);
      git('reset', '--quiet', '--hard');
    }
    assert.equal((await emulator.requests('POST', /\/tasks$/)).length, before);
  });

  it('are told about when there are none, or there is no repository', async () => {
    assert.deepEqual(await told(() => send('sigmic.sendStagedChanges', {})), [
      'Nothing is staged in this repository: stage changes first, or send those of the working tree.',
    ]);
    assert.deepEqual(await told(() => send('sigmic.sendChanges', {})), [
      'Nothing has changed in the working tree of this repository.',
    ]);
    assert.deepEqual(await told(() => send('sigmic.sendChanges', { files: [at('c.txt')] })), [
      'The files that you chose have no changes that are not staged.',
    ]);
    const elsewhere = vscode.Uri.file(tmpdir());
    assert.deepEqual(await told(() => send('sigmic.sendChanges', { repository: elsewhere })), [
      'There is no Git repository open here: open a folder that is in one.',
    ]);
  });

  it('are those of the repository that the person picks, when there are several', async () => {
    const other = mkdtempSync(join(root, '..', 'sigmic-other-'));
    const inOther = (...args: string[]) => execFileSync('git', args, { cwd: other, encoding: 'utf8' });
    inOther('init', '--quiet');
    writeFileSync(join(other, 'new.txt'), 'new\n');
    inOther('add', '.');
    await vscode.commands.executeCommand('git.openRepository', other);
    const offered: string[][] = [];
    const pick = (items: readonly vscode.QuickPickItem[]): Thenable<vscode.QuickPickItem | undefined> => {
      offered.push(items.map(({ label }) => label).sort());
      return Promise.resolve(items.find(({ label }) => label === basename(other)));
    };
    const restore = stub(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick);
    try {
      const task = { message: 'List the files', submit: true };
      const id = await vscode.commands.executeCommand('sigmic.sendStagedChanges', task);
      assert.equal(typeof id, 'string');
      assert.deepEqual((await lastCreation()).files, [['staged.patch', sha256(inOther('diff', '--cached'))]]);
      assert.equal(offered.length, 1);
      for (const path of [root, other]) assert.ok(offered[0]?.includes(basename(path)), path);
    } finally {
      restore();
      rmSync(other, { recursive: true });
    }
  });
});
