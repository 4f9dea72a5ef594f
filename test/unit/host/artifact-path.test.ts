import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import { cleanPath, readPath, spellPath } from '../../../src/host/platform/artifact-path';

describe('the path of an artifact', () => {
  it('is the same with and without a leading slash or dot', () => {
    for (const path of ['uploads/a b.csv', '/uploads/a b.csv', './uploads/a b.csv', '././uploads/a b.csv']) {
      assert.equal(cleanPath(path), 'uploads/a b.csv');
    }
  });

  it('may hold any other character', () => {
    for (const path of ['Übersicht (1).md', 'a/.hidden', 'a/...', '100%.txt', 'a:b', '#?.txt', '%2e%2e/x']) {
      assert.equal(cleanPath(path), path);
    }
  });

  it('is refused when it leaves the workspace or is none', () => {
    for (const path of [
      '',
      '/',
      '.',
      '..',
      '../a',
      'a/../../b',
      'a/..',
      'a//b',
      'a/',
      'a\\..\\b',
      'a\0b',
      'a\uD800b',
    ]) {
      assert.equal(cleanPath(path), undefined, path);
    }
  });

  it('is spelt in a URI so that nothing hides in the title of its tab', () => {
    assert.equal(spellPath('in/\u202Egnp.exe'), 'in/%E2%80%AEgnp.exe');
    assert.equal(spellPath('a%20b'), 'a%2520b');
    for (const path of ['100%.txt', 'Bild 10\u202F00.png', '请/é 👩‍💻.md']) assert.equal(spellPath(path), path);
    const unit = fc.oneof(
      fc.constantFrom('%', '4', '1', '\u202E', '\u200B', '/', 'a', '\u00A0'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (path) => {
        if (cleanPath(path) === undefined) return;
        assert.equal(readPath(spellPath(path)), path);
        assert.doesNotMatch(spellPath(path), /[\p{Bidi_Control}\p{Cc}\u200B]/u);
      }),
    );
    assert.equal(readPath('%FF'), undefined);
  });

  it('never points outside, whatever is given', () => {
    const names = fc.constantFrom('..', '.', '', 'a', 'b c', '\0', '\\', '...', '/');
    fc.assert(
      fc.property(fc.array(names, { maxLength: 6 }), (parts) => {
        const clean = cleanPath(parts.join('/'));
        if (clean === undefined) return;
        assert.equal(posix.join('/root', clean), `/root/${clean}`);
      }),
    );
  });
});
