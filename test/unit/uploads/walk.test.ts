import assert from 'node:assert/strict';
import type { LeftOut } from '../../../src/core/left-out';
import { globMatcher, globReach } from '../../../src/host/platform/glob';
import { readExclusion } from '../../../src/host/uploads/exclusions';
import type { FileTree } from '../../../src/host/uploads/file-tree';
import { GitIgnore } from '../../../src/host/uploads/git-ignore';
import { maxFolderFiles, TooManyFiles, walk, type WalkOptions } from '../../../src/host/uploads/walk';
import { diskTree, makeFolder, type Files } from './disk-tree';

describe('walking a folder', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const dispose of cleanups.splice(0)) await dispose();
  });

  async function walked(files: Files, folder = '', options: Partial<WalkOptions> = {}) {
    const { path, dispose } = await makeFolder(files);
    cleanups.push(dispose);
    const found = await walk(diskTree(path), folder, { exclusions: [], ...options });
    return { files: found.files.map((file) => file.path), leftOut: found.leftOut };
  }

  const of = (leftOut: readonly LeftOut[], reason: string) =>
    leftOut.find((group) => group.reason === reason)?.examples ?? [];

  it('takes .gitignore files as git does, nested ones and those of the folders above', async () => {
    // `git ls-files --others --exclude-standard` names the same files.
    const found = await walked(
      {
        '.gitignore':
          '\uFEFF# made\n*.log\r\n!keep.log\n/build\ndeep/**/tmp\n**/cache/\npkg/out/\nonly-dir/\n\\!odd\ntrail\\ \n',
        'a.txt': '',
        'a.log': '',
        'keep.log': '',
        'build/x': '',
        'src/build/x': '',
        'src/b.log': '',
        'src/.gitignore': '!b.log\n*.gen\n',
        'src/c.gen': '',
        'deep/a/b/tmp': '',
        'x/cache/y': '',
        'pkg/out/one.js': '',
        'pkg/.gitignore': '!out/\n',
        'pkg/out/two.log': '',
        'only-dir': 'a file',
        '!odd': '',
        'trail ': '',
      },
      '',
    );
    assert.deepEqual(found.files.toSorted(), [
      '.gitignore',
      'a.txt',
      'keep.log',
      'only-dir',
      'pkg/.gitignore',
      'pkg/out/one.js',
      'src/.gitignore',
      'src/b.log',
      'src/build/x',
    ]);
    assert.deepEqual(found.leftOut.length, 1);
    assert.equal(found.leftOut[0]?.count, 8);
  });

  it('judges what is in a folder that was taken back in by all rules, as git does', async () => {
    const { files } = await walked({
      '.gitignore': 'b*\n',
      'sub/.gitignore': '!build/\n!*b]/\n',
      'sub/build/b.log': '',
      'sub/build/kept': '',
      'sub/b*[b]/b.log': '',
      'sub/b*[b]/kept': '',
    });
    assert.deepEqual(files, ['.gitignore', 'sub/.gitignore', 'sub/b*[b]/kept', 'sub/build/kept']);
  });

  it('takes the rules of .git/info/exclude, over which every .gitignore has its way', async () => {
    const exclusions: WalkOptions['exclusions'] = [
      { reason: 'files.exclude', excludes: readExclusion(['**/.git']) },
    ];
    const tree: Files = {
      '.git/info/exclude': '*.mine\n/top\nkept\n',
      '.gitignore': '!kept\n',
      'a.mine': '',
      top: '',
      kept: '',
      'sub/top': '',
      'sub/b.mine': '',
      'sub/repo/.git/info/exclude': '*.txt',
      'sub/repo/a.txt': '',
      'sub/repo/b': '',
    };
    const all = await walked(tree, '', { exclusions });
    assert.deepEqual(all.files, ['.gitignore', 'kept', 'sub/repo/b', 'sub/top']);
    const sub = await walked(tree, 'sub', { exclusions });
    assert.deepEqual(sub.files, ['sub/repo/b', 'sub/top']);
  });

  it('takes the rules of folders above the tree', async () => {
    const of = (text: string, prefix: string) => GitIgnore.parse({ folder: '', prefix }, Buffer.from(text));
    const rules = [
      of('/packages/a/x\n/x\n/y\n*.log\npackages/\n', 'packages/a'),
      of('a/y\n!keep.log\n', 'a'),
    ];
    const tree = { x: '', y: '', 'z.log': '', 'keep.log': '', 'sub/x': '', 'sub/y': '' };
    // `packages/` leaves out all of it: the person chose it nevertheless.
    assert.deepEqual((await walked(tree, '', { rules })).files, ['keep.log', 'sub/x', 'sub/y']);
  });

  it('counts the rules above a chosen folder, but not the one that leaves out the folder itself', async () => {
    const files = {
      '.gitignore': 'dist/\n*.map\n',
      'packages/.gitignore': '*.tmp\n',
      'packages/a/dist/a.js': '',
      'packages/a/dist/a.js.map': '',
      'packages/a/dist/x.tmp': '',
    };
    const { files: sent, leftOut } = await walked(files, 'packages/a/dist');
    assert.deepEqual(sent, ['packages/a/dist/a.js']);
    assert.deepEqual(of(leftOut, 'gitignore'), ['packages/a/dist/a.js.map', 'packages/a/dist/x.tmp']);
  });

  it('leaves out what settings say, each under its own name', async () => {
    const exclusions: WalkOptions['exclusions'] = [
      {
        reason: 'files.exclude',
        excludes: readExclusion({
          '**/.git': true,
          '**/*.js': { when: '$(basename).ts' },
          '**/*.md': false,
          bad: 7,
        }),
      },
      { reason: 'sigmic.upload.exclude', excludes: readExclusion(['**/node_modules', 3, '**/*.{zip,tgz}']) },
    ];
    const { files, leftOut } = await walked(
      {
        '.git/config': '',
        'a.ts': '',
        'a.js': '',
        'b.js': '',
        'c.md': '',
        'x/node_modules/y/z.js': '',
        'x/a.tgz': '',
      },
      '',
      { exclusions },
    );
    assert.deepEqual(files, ['a.ts', 'b.js', 'c.md']);
    assert.deepEqual(of(leftOut, 'files.exclude'), ['.git/', 'a.js']);
    assert.deepEqual(of(leftOut, 'sigmic.upload.exclude'), ['x/a.tgz', 'x/node_modules/']);
  });

  it('follows links inside of the folder, but neither out of it nor in a circle', async () => {
    const { files, leftOut } = await walked(
      {
        'other/secret': 'x',
        'top/a/one': '1',
        'top/a/again': '-> ../a',
        'top/b/to-a': '-> ../a',
        'top/b/to-one': '-> ../a/one',
        'top/out': '-> ../other',
        'top/etc': '-> /etc/hostname',
        'top/gone': '-> nowhere',
        'top/self': '-> .',
      },
      'top',
    );
    assert.deepEqual(files.toSorted(), ['top/a/one', 'top/b/to-a/one', 'top/b/to-one']);
    assert.deepEqual(of(leftOut, 'linkOut').toSorted(), ['top/etc', 'top/out/'.slice(0, -1)]);
    assert.deepEqual(of(leftOut, 'linkCircle').toSorted(), ['top/a/again', 'top/b/to-a/again', 'top/self']);
    assert.deepEqual(of(leftOut, 'unreadable'), ['top/gone']);
  });

  it('takes only what is wanted, and says nothing of the rest', async () => {
    const wanted = (path: string) => path.endsWith('.csv');
    const { files, leftOut } = await walked({ 'a.csv': '', 'b.txt': '', 'x/c.csv': '' }, '', { wanted });
    assert.deepEqual([files, leftOut], [['a.csv', 'x/c.csv'], []]);
  });

  it('looks only into the folders that a glob may lead into', async () => {
    const files = {
      'docs/a.md': '',
      'docs/deep/b.md': '',
      'docs/deep/er/c.md': '',
      'src/x/y.ts': '',
      'z.md': '',
    };
    const { path, dispose } = await makeFolder(files);
    cleanups.push(dispose);
    const tree = diskTree(path);
    for (const [globs, found, looked] of [
      [['docs/a.md'], ['docs/a.md'], ['', 'docs']],
      [
        ['z.md', './docs/deep'],
        ['docs/deep/b.md', 'docs/deep/er/c.md', 'z.md'],
        ['', 'docs', 'docs/deep', 'docs/deep/er'],
      ],
      [
        ['{docs,src}/*/?.{md,ts}'],
        ['docs/deep/b.md', 'src/x/y.ts'],
        ['', 'docs', 'docs/deep', 'docs/deep/er', 'src', 'src/x'],
      ],
      [['../z.md', 'gone/a.md'], [], ['']],
      [['**/c.md'], ['docs/deep/er/c.md'], ['', 'docs', 'docs/deep', 'docs/deep/er', 'src', 'src/x']],
    ] as const) {
      const listed: string[] = [];
      const list: FileTree['list'] = (folder) => {
        listed.push(folder);
        return tree.list(folder);
      };
      const options = { exclusions: [], wanted: globMatcher(globs), reaches: globReach(globs) };
      const walked = await walk({ ...tree, list }, '', options);
      assert.deepEqual(
        walked.files.map((file) => file.path),
        found,
        globs.join(),
      );
      assert.deepEqual([listed, walked.leftOut], [looked, []], globs.join());
    }
  });

  it('tells too many files that are found from too many that were only looked at', async () => {
    const names = Array.from(
      { length: 30_000 },
      (_item, n) => ({ name: `f${n}`, kind: 'file', isLink: false }) as const,
    );
    const folders = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(
      (name) => ({ name, kind: 'folder', isLink: false }) as const,
    );
    const large: FileTree = {
      list: (folder) => Promise.resolve(folder === '' ? folders : names),
      look: () => Promise.resolve({ size: 1, changedAt: 0 }),
      read: () => Promise.reject(new Error('none')),
      gitExclude: () => Promise.resolve(undefined),
      resolve: () => Promise.resolve(undefined),
    };
    const tooMany = (what: string) => (error: unknown) =>
      error instanceof TooManyFiles && error.what === what;
    await assert.rejects(walk(large, '', { exclusions: [] }), tooMany('found'));
    assert.equal((await walk(large, 'a', { exclusions: [] })).files.length, 30_000);
    await assert.rejects(walk(large, '', { exclusions: [], wanted: () => false }), tooMany('seen'));
  });

  it('ends when it is stopped, and when there is too much', async () => {
    const endless: FileTree = {
      list: () =>
        Promise.resolve(
          Array.from(
            { length: 100 },
            (_item, n) => ({ name: `f${n}`, kind: 'file', isLink: false }) as const,
          ).concat(
            Array.from(
              { length: 2 },
              (_item, n) => ({ name: `d${n}`, kind: 'folder', isLink: false }) as never,
            ),
          ),
        ),
      look: () => Promise.resolve({ size: 1, changedAt: 0 }),
      read: () => Promise.reject(new Error('none')),
      gitExclude: () => Promise.resolve(undefined),
      resolve: () => Promise.resolve(undefined),
    };
    await assert.rejects(walk(endless, '', { exclusions: [] }), TooManyFiles);
    const aborter = new AbortController();
    let seen = 0;
    const onProgress = (files: number): void => {
      seen = files;
      if (files >= 300) aborter.abort(new Error('stopped'));
    };
    await assert.rejects(
      walk(endless, '', { exclusions: [], signal: aborter.signal, onProgress }),
      /stopped/,
    );
    assert.ok(seen < maxFolderFiles, `${seen} files`);
  });
});
