import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { walk } from '../../../src/host/uploads/walk';
import { temporaryFolder } from '../host/temporary-folder';
import { diskTree } from './disk-tree';

/** Names that the rules below are about, in every folder. */
const names = ['a', 'a.txt', 'b.log', 'build', 'sp ace', '#x', '!y', 'trail '];
const folders = ['', 'build/', 'sub/', 'sub/build/', 'sub/deep/', 'sub/deep/sub/'];

/** Parts of which git has rules; what they add up to is sometimes sense and sometimes not. */
const part = fc.constantFrom(
  'a',
  'a.txt',
  '*.log',
  '*',
  'build',
  'sub',
  'deep',
  '**',
  'sp ace',
  'b.*',
  '[ab]*',
  '?',
);
const pattern = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '/'), fc.array(part, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '/'))
    .map(([top, parts, end]) => `${top}${parts.join('/')}${end}`),
  fc.constantFrom('\\#x', '#x', '\\!y', 'trail\\ ', 'trail ', 'sp\\ ace', '', '   ', 'a.txt  ', '!', '/'),
);
const rule = fc.tuple(fc.constantFrom('', '', '!'), pattern).map(([not, text]) => `${not}${text}`);
const rules = fc.array(rule, { maxLength: 5 });

describe('the rules of .gitignore files', () => {
  const folder = temporaryFolder();

  it('leave out just what git leaves out', async function () {
    this.timeout(60_000);
    execFileSync('git', ['init', '--quiet'], { cwd: folder() });
    const files = folders.flatMap((each) =>
      names.filter((name) => !folders.includes(`${each}${name}/`)).map((name) => `${each}${name}`),
    );
    for (const file of files) {
      await mkdir(dirname(join(folder(), file)), { recursive: true });
      await writeFile(join(folder(), file), '');
    }
    const write = (where: string, lines: readonly string[]): Promise<void> =>
      writeFile(join(folder(), where), `${lines.join('\n')}\n`);
    const exclusions = [{ reason: 'files.exclude', excludes: (path: string) => path === '.git' }] as const;
    // The rules of whoever runs this do not count.
    const env = { ...process.env, GIT_CONFIG_NOSYSTEM: '1', HOME: folder(), XDG_CONFIG_HOME: folder() };
    const property = fc.asyncProperty(rules, rules, rules, rules, async (own, top, sub, deep) => {
      await write('.git/info/exclude', own);
      await write('.gitignore', top);
      await write('sub/.gitignore', sub);
      await write('sub/deep/.gitignore', deep);
      const listed = execFileSync('git', ['ls-files', '-z', '--others', '--cached', '--exclude-standard'], {
        cwd: folder(),
        env,
        encoding: 'utf8',
      });
      const walked = await walk(diskTree(folder()), '', { exclusions });
      assert.deepEqual(
        walked.files.map(({ path }) => path).toSorted(),
        listed.split('\0').filter(Boolean).toSorted(),
      );
    });
    await fc.assert(property, { numRuns: 150, seed: 4 });
  });
});
