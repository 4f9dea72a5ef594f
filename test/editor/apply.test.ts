import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emulator, until } from './control';
import { Desk } from './desk';
import { request, taskWith, untilStatus } from './service';

describe('applying what the agent made', () => {
  let desk: Desk;
  const apply = (taskId: string, paths?: string | readonly string[]): Thenable<unknown> =>
    vscode.commands.executeCommand('sigmic.applyArtifact', taskId, paths);

  beforeEach(async () => {
    await emulator.reset();
    await vscode.extensions.getExtension('sigmic.sigmic')?.activate();
    desk = new Desk();
    await desk.sitDown();
  });
  afterEach(() => desk.leave());

  it('writes new and changed texts, and one Undo takes all of it back', async () => {
    await desk.put('first/one.txt', 'one\ntwo\nthree\n');
    await desk.put('first/crlf.txt', 'a\r\nb\r\n');
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
    assert.equal(await desk.text('first/one.txt'), 'one\n2\nthree\n');
    assert.equal(await desk.text('first/crlf.txt'), 'a\r\nB\r\n', 'the file keeps its line ends');
    assert.equal(await desk.text('first/deep/new.txt'), 'new\r\nü\n');
    assert.deepEqual(desk.told, ['3 files applied to workspace.']);
    assert.deepEqual(desk.asked, []);
    const document = await vscode.workspace.openTextDocument(desk.at('first/one.txt'));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await until(() => document.getText() === 'one\ntwo\nthree\n');
    await until(
      async () =>
        !(await readdir(desk.at('first'))).includes('deep') ||
        (await readdir(desk.at('first/deep'))).length === 0,
    );
    const other = await vscode.workspace.openTextDocument(desk.at('first/crlf.txt'));
    assert.equal(other.getText(), 'a\r\nb\r\n');
    await vscode.workspace.saveAll();
  });

  it('takes all back by the button of the notification, bytes from their backup', async () => {
    const old = Buffer.from([0, 1, 2, 255]);
    const made = Buffer.from([9, 8, 0, 254]);
    await desk.put('in/data.bin', old);
    await chmod(desk.at('in/data.bin'), 0o750);
    await desk.put('in/latin.txt', Buffer.from('caf\xe9\n', 'latin1'));
    await desk.put('in/a.txt', 'mine\n');
    const id = await taskWith({
      'in/data.bin': made,
      'in/fresh.bin': made,
      'in/latin.txt': 'café\n',
      'in/a.txt': 'theirs\n',
    });
    assert.equal(((await apply(id, 'in/')) as readonly string[]).length, 4);
    assert.deepEqual(await desk.bytes('in/data.bin'), made);
    assert.equal((await stat(desk.at('in/data.bin'))).mode & 0o777, 0o750);
    assert.deepEqual(await desk.bytes('in/fresh.bin'), made);
    assert.equal(await desk.text('in/latin.txt'), 'café\n');
    assert.equal(await desk.text('in/a.txt'), 'theirs\n');
    // What was not valid UTF-8 must survive: no Undo of an editor could bring it back.
    await desk.put('in/data.bin', old);
    await desk.put('in/latin.txt', Buffer.from('caf\xe9\n', 'latin1'));
    await desk.put('in/a.txt', 'mine\n');
    await rm(desk.at('in/fresh.bin'));
    await until(
      async () => (await vscode.workspace.openTextDocument(desk.at('in/a.txt'))).getText() === 'mine\n',
    );
    desk.pressed = 'Undo';
    assert.equal(((await apply(id, 'in/')) as readonly string[]).length, 4);
    await until(async () => (await desk.bytes('in/data.bin')).equals(old));
    await until(async () => (await desk.bytes('in/latin.txt')).equals(Buffer.from('caf\xe9\n', 'latin1')));
    await until(async () => !(await readdir(desk.at('in'))).includes('fresh.bin'));
    await until(
      async () => (await vscode.workspace.openTextDocument(desk.at('in/a.txt'))).getText() === 'mine\n',
    );
    assert.deepEqual((await readdir(desk.at('in'))).sort(), ['a.txt', 'data.bin', 'latin.txt']);
    await vscode.workspace.saveAll();
  });

  it('leaves what is the same alone and says so', async () => {
    await desk.put('in/same.txt', 'a\r\nb\r\n');
    const id = await taskWith({ 'in/same.txt': 'a\nb\n' });
    assert.deepEqual(await apply(id, 'in/same.txt'), []);
    assert.match(desk.told.join(), /as they are in the task/);
    assert.equal(await desk.text('in/same.txt'), 'a\r\nb\r\n');
  });

  it('asks before it replaces changes that are not saved', async () => {
    await desk.put('in/open.txt', 'saved\n');
    const id = await taskWith({ 'in/open.txt': 'theirs\n' });
    const document = await vscode.workspace.openTextDocument(desk.at('in/open.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed '));
    assert.deepEqual(await apply(id, 'in/open.txt'), []);
    assert.match(desk.asked[0]?.detail ?? '', /in\/open\.txt: has unsaved changes/);
    assert.equal(document.getText(), 'typed saved\n');
    desk.answer = 'Apply All';
    assert.deepEqual(await apply(id, 'in/open.txt'), ['in/open.txt']);
    assert.equal(document.getText(), 'theirs\n');
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), 'typed saved\n');
    await vscode.workspace.saveAll();
  });

  it('leaves the old file when a download is cut, and says so', async () => {
    await desk.put('in/large.bin', Buffer.from([0, 1]));
    const id = await taskWith({ 'in/large.bin': Buffer.alloc(300_000, 0) });
    for (const cut of [{ dropAfterBytes: 100_000 }, { endAfterBytes: 100_000 }]) {
      await emulator.fault({ match: { method: 'GET', path: '/artifacts/download', times: 1 }, ...cut });
      assert.deepEqual(await apply(id, 'in/large.bin'), []);
      assert.deepEqual(await desk.bytes('in/large.bin'), Buffer.from([0, 1]));
      assert.match(desk.errors.pop() ?? '', /Could not apply the files/);
    }
    assert.deepEqual(await readdir(desk.at('in')), ['large.bin']);
  });

  it('puts what was sent back where a file of its name is', async () => {
    await desk.put('in/deep/sent.txt', 'mine\n');
    await desk.put('sent-at-the-top.txt', 'mine\n');
    const form = new FormData();
    form.append('message', 'Hello');
    form.append('files', new Blob(['theirs\n']), 'sent-at-the-top.txt');
    form.append('files', new Blob(['new\n']), 'other.txt');
    const id = String(Reflect.get(Object(await request('POST', '/tasks', form)), 'id'));
    await untilStatus(id, 'completed');
    assert.deepEqual(await apply(id), ['other.txt', 'sent-at-the-top.txt']);
    assert.equal(await desk.text('sent-at-the-top.txt'), 'theirs\n');
  });

  it('lets the person choose among all files', async () => {
    await desk.put('in/same.txt', 'same\n');
    await desk.put('in/changed.txt', 'mine\n');
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
    desk.replace(vscode.window, 'showQuickPick', pick as typeof vscode.window.showQuickPick);
    const written = await vscode.commands.executeCommand('sigmic.applyArtifacts', id);
    assert.deepEqual(shown, [
      ['.envrc', 'new', false],
      ['in/changed.txt', 'changed', true],
      ['in/new.txt', 'new', true],
      ['in/same.txt', 'the same as here', false],
    ]);
    assert.deepEqual(written, ['in/changed.txt', 'in/new.txt']);
    assert.deepEqual(desk.asked, []);
  });

  it('goes into the folder that the person picks when there are several', async () => {
    const other = await mkdtemp(join(tmpdir(), 'sigmic-second-'));
    const id = await taskWith({ 'plain.txt': 'plain\n' });
    const [first] = vscode.workspace.workspaceFolders ?? [];
    const second = { uri: vscode.Uri.file(other), name: 'second', index: 1 };
    desk.pretend('workspaceFolders', [first, second]);
    const picks: unknown[] = [undefined, second];
    const pick: unknown = () => Promise.resolve(picks.shift());
    desk.replace(
      vscode.window,
      'showWorkspaceFolderPick',
      pick as typeof vscode.window.showWorkspaceFolderPick,
    );
    assert.deepEqual(await apply(id), []);
    assert.deepEqual(await apply(id), ['plain.txt']);
    assert.equal(await readFile(join(other, 'plain.txt'), 'utf8'), 'plain\n');
    assert.equal((await readdir(desk.root)).includes('plain.txt'), false);
    await rm(other, { recursive: true });
  });
});
