import assert from 'node:assert/strict';
import { posix } from 'node:path';
import fc from 'fast-check';
import { cleanPath } from '../../../src/host/platform/artifact-path';

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
    for (const path of ['', '/', '.', '..', '../a', 'a/../../b', 'a/..', 'a//b', 'a/', 'a\\..\\b', 'a\0b']) {
      assert.equal(cleanPath(path), undefined, path);
    }
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
