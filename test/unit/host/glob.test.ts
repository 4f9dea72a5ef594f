import assert from 'node:assert/strict';
import { expandBraces, globMatcher } from '../../../src/host/platform/glob';

describe('globs of settings', () => {
  const cases: readonly [glob: string, matches: readonly string[], others: readonly string[]][] = [
    [
      '**/node_modules',
      ['node_modules/', 'a/node_modules/', 'a/node_modules/b/c.js'],
      ['node_modules2/', 'a/my_node_modules/'],
    ],
    ['**/*.log', ['a.log', 'x/y/b.log'], ['a.log.txt', 'log']],
    ['*.log', ['a.log'], ['x/a.log']],
    ['dist', ['dist/', 'dist/a.js'], ['packages/dist/']],
    ['out/**', ['out/', 'out/a/b'], ['about/', 'x/out/']],
    ['**/out/**', ['out/a', 'x/out/a'], ['outer/a']],
    ['src/**/*.ts', ['src/a.ts', 'src/x/y/a.ts'], ['a.ts', 'src/a.tsx', 'lib/src/a.ts']],
    ['**/*.{js,map}', ['a.js', 'x/a.map'], ['a.ts', 'a.{js,map}']],
    ['{**/a,b/{c,d}}', ['x/a', 'b/c', 'b/d'], ['b/a2', 'c', 'x/b/c']],
    ['data/?[0-9].csv', ['data/a1.csv'], ['data/1.csv', 'data/ab.csv']],
    ['[!a]*', ['bcd'], ['abc']],
    ['./docs/', ['docs/', 'docs/a.md'], ['docs']],
    ['!keep', ['!keep'], ['keep']],
    ['#notes', ['#notes'], ['notes']],
    ['a\\b', ['a\\b'], ['ab']],
    ['**', ['a', 'a/b'], []],
  ];
  for (const [glob, matches, others] of cases) {
    it(`has ${glob} match what VS Code does`, () => {
      const matcher = globMatcher([glob]);
      const test = (path: string) => matcher(path.replace(/\/$/, ''), path.endsWith('/'));
      assert.deepEqual([...matches, ...others].filter(test), matches);
    });
  }

  it('matches with any of several, and nothing with none', () => {
    assert.ok(globMatcher(['a', 'b'])('b'));
    assert.ok(!globMatcher([])('b'));
  });

  it('does not explode', () => {
    const bomb = '{a,b}'.repeat(40);
    assert.deepEqual(expandBraces(bomb), [bomb]);
    assert.equal(globMatcher([bomb])('x'), false);
  });
});
