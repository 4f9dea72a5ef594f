import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSigmicError } from '../../../src/core/api';
import { gitDiff } from '../../../src/host/sources/git-diff';
import { sectionsOf } from '../../../src/host/sources/patch';
import { temporaryFolder } from './temporary-folder';

describe('a patch by git', () => {
  const folder = temporaryFolder();
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: folder(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const write = (path: string, content: string | Buffer) => writeFile(join(folder(), path), content);
  const lines = (first: string): string => `${first}\n${'a line that stays\n'.repeat(30)}`;
  const odd = [
    'with space.txt',
    'ünï.txt',
    '日本 語.txt',
    'quo"te.txt',
    "it's.txt",
    'back\\slash',
    'tab\there',
    'new\nline',
  ];

  /** One commit, and then every kind of change. */
  beforeEach(async () => {
    git('init', '--quiet');
    git('config', 'core.fileMode', 'true');
    await mkdir(join(folder(), 'a'));
    for (const path of [...odd, 'a/in a', 'old name', 'run.sh', 'a/b']) await write(path, lines('old'));
    await write('gone', 'nothing like the others\n');
    await write('latin', Buffer.from('caf\xe9\r\nx\x1b[31mred\x1b[m\n', 'latin1'));
    await write('image.bin', Buffer.of(0, 1, 2));
    git('add', '.');
    git('commit', '--quiet', '--message', 'First');
    for (const path of [...odd, 'a/in a', 'a/b']) await write(path, lines('new'));
    // What a line may have in it, but for its end.
    await write('latin', Buffer.from('caf\xe8\r\nx\x1b[32mgreen\x1b[m\rdiff --git a/x b/x\n', 'latin1'));
    await write('image.bin', Buffer.of(0, 9));
    await rm(join(folder(), 'gone'));
    await chmod(join(folder(), 'run.sh'), 0o755);
    git('mv', 'old name', 'new name');
    await write('new name', lines('renamed'));
  });

  const expected = [...odd, 'a/b', 'a/in a', 'gone', 'image.bin', 'latin', 'new name', 'run.sh'].toSorted();
  const paths = (patch: Buffer): string[] =>
    sectionsOf(patch)
      .map(({ path }) => path)
      .toSorted();
  const joined = (patch: Buffer): Buffer => Buffer.concat(sectionsOf(patch).map(({ content }) => content));

  it('is byte for byte what git says, staged or not, and each part of it is known by its path', async () => {
    const unstaged = await gitDiff('git', folder(), false);
    assert.deepEqual(unstaged, git('diff'));
    assert.deepEqual(joined(unstaged), unstaged);
    git('add', '--all');
    const staged = await gitDiff('git', folder(), true);
    assert.deepEqual(staged, git('diff', '--cached'));
    assert.deepEqual(joined(staged), staged);
    assert.deepEqual(paths(staged), expected);
    assert.deepEqual(
      sectionsOf(staged)
        .filter(({ isBinary }) => isBinary)
        .map(({ path }) => path),
      ['image.bin'],
    );
  });

  it('is the same whatever the person has set git to', async () => {
    git('add', '--all');
    const wanted = git('diff', '--cached');
    const settings = {
      'color.ui': 'always',
      'color.diff.new': 'bold blue',
      'diff.colorMoved': 'zebra',
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.external': 'echo',
      'diff.relative': 'true',
      'diff.submodule': 'log',
    };
    for (const [name, value] of Object.entries(settings)) git('config', name, value);
    assert.notDeepEqual(git('diff', '--cached'), wanted);
    assert.deepEqual(await gitDiff('git', folder(), true), wanted);
    git('config', 'core.quotePath', 'false');
    assert.deepEqual(paths(await gitDiff('git', folder(), true)), expected);
  });

  it('is taken by git apply, all of it and each part but those of binary files', async () => {
    git('add', '--all');
    const sections = sectionsOf(await gitDiff('git', folder(), true));
    const after = await Promise.all(
      ['latin', 'new name', 'new\nline'].map((path) => readFile(join(folder(), path))),
    );
    git('reset', '--quiet', '--hard');
    const textual = sections.filter(({ isBinary }) => !isBinary).map(({ content }) => content);
    const patch = join(folder(), '.git', 'a.patch');
    for (const one of [...textual, Buffer.concat(textual)]) {
      await writeFile(patch, one);
      git('apply', '--check', patch);
    }
    git('apply', '--index', patch);
    assert.deepEqual(
      await Promise.all(['latin', 'new name', 'new\nline'].map((path) => readFile(join(folder(), path)))),
      after,
    );
    assert.deepEqual(git('diff', '--cached', '--name-only').toString().includes('image.bin'), false);
  });

  it('fails in words', async () => {
    const failsWith = (words: RegExp) => (error: unknown) =>
      isSigmicError(error, 'invalid') && words.test(error.message);
    await assert.rejects(
      gitDiff(join(folder(), 'no-git'), folder(), true),
      failsWith(/could not be started/),
    );
    await writeFile(join(folder(), '.git', 'index'), 'broken');
    await assert.rejects(gitDiff('git', folder(), true), failsWith(/^Git says ".*index.*"\.$/));
  });
});
