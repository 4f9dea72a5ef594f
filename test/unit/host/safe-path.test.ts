import assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { folded, unsafePath } from '../../../src/host/artifacts/safe-path';

describe('a path that is to be written', () => {
  it('may be any ordinary one', () => {
    const paths = [
      'a.md',
      'src/a b/ü.ts',
      './a',
      'console.ts',
      'com/x',
      'nullable.c',
      'a..b',
      '.gitignore',
      'git',
      'x.git/y',
      '🎉.md',
      '☀\uFE0F.md',
      '请.txt',
    ];
    for (const path of paths) assert.equal(unsafePath(path), undefined, path);
  });

  it('is refused when it leads out by the rules of any system', () => {
    const paths = [
      '',
      '/etc/passwd',
      '//server/share/x',
      '..',
      '../x',
      'a/../../x',
      'a//b',
      'a/./b',
      'C:/x',
      'C:x',
      'c:\\x',
      '\\\\server\\x',
      'a\\..\\x',
      'a/',
      '.',
      '././/x',
    ];
    for (const path of paths) assert.notEqual(unsafePath(path), undefined, path);
  });

  it('is refused when some system reads it otherwise', () => {
    const paths = [
      'a\0b',
      'a\nb',
      'NUL',
      'nul.txt',
      'src/CON',
      'aux .md',
      'COM1.log',
      'lpt\u00B9',
      'conin$',
      'CLOCK$',
      'Desktop.ini',
      'so\u00ADft',
      'fill\u3164er',
      'a\uFE0Fb',
      'tag\u{E0041}',
      '1\uFE0F',
      'file.txt:stream',
      'a.',
      'a ',
      'dir./x',
      'a?b',
      'a*',
      '"a"',
      'in\u202Egnp.exe',
      'a\u200Bb',
      '\uD800',
      'x'.repeat(256),
      'ü'.repeat(128),
      'a/'.repeat(600) + 'b',
    ];
    for (const path of paths) assert.notEqual(unsafePath(path), undefined, JSON.stringify(path));
  });

  it('is refused inside of Git, however that is written', () => {
    for (const path of [
      '.git',
      '.git/hooks/pre-commit',
      'sub/.GIT/config',
      '.g\u200Cit/config',
      'git~1/config',
      '.\uFF27it/x',
    ])
      assert.match(unsafePath(path) ?? '', /Git/, path);
  });

  it('stays below its folder by the rules of both systems, whatever is given', () => {
    const names = fc.constantFrom('..', '.', '', 'a', 'C:', '\\', '..\\', '/', 'b c', '\0', '~');
    fc.assert(
      fc.property(fc.array(names, { maxLength: 6 }), (parts) => {
        const path = parts.join('/');
        if (unsafePath(path) !== undefined) return;
        assert.ok(posix.resolve('/root', path).startsWith('/root/'), path);
        assert.ok(win32.resolve('C:\\root', path).startsWith('C:\\root\\'), path);
      }),
    );
  });

  it('is the same as another for some file systems', () => {
    assert.equal(folded('Readme.MD'), folded('README.md'));
    assert.equal(folded('u\u0308.md'), folded('ü.md'));
    assert.notEqual(folded('a.md'), folded('b.md'));
  });
});
