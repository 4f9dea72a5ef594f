import assert from 'node:assert/strict';
import type { Artifact } from '../../../src/core/api';
import { SeenFiles, type Memory } from '../../../src/host/platform/seen-files';

const start = Date.parse('2026-03-01T12:00:00Z');

class Shelf implements Memory {
  readonly kept = new Map<string, unknown>();
  get(key: string): unknown {
    return this.kept.get(key);
  }
  update(key: string, value: unknown): Promise<void> {
    // As VS Code keeps it: what comes back is another object.
    this.kept.set(key, JSON.parse(JSON.stringify(value)));
    return Promise.resolve();
  }
}

function listing(...files: readonly (readonly [path: string, size: number, minutes?: number])[]) {
  return new Map(
    files.map(([path, size, minutes = 1]): [string, Artifact] => [
      path,
      { name: path, path, size, modifiedAt: new Date(start + minutes * 60_000).toISOString() },
    ]),
  );
}

describe('seen files', () => {
  const open = (shelf = new Shelf()): SeenFiles => new SeenFiles(shelf, () => start);

  it('marks what is new, and what is other than it was when it was seen', () => {
    const seen = open();
    const files = listing(['a.md', 1], ['b.md', 2], ['c.md', 3]);
    seen.begin('t', files);
    assert.deepEqual(
      [...seen.marks('t', files)],
      [
        ['a.md', 'new'],
        ['b.md', 'new'],
        ['c.md', 'new'],
      ],
    );
    seen.see('t', [...files].slice(0, 2));
    const later = listing(['a.md', 1], ['b.md', 2, 5], ['c.md', 3]);
    assert.deepEqual(
      [...seen.marks('t', later)],
      [
        ['b.md', 'changed'],
        ['c.md', 'new'],
      ],
    );
    assert.equal(seen.marks('other', files).size, 3);
  });

  it('does not call new what the person sent or what is older than the first start, but tells when it changes', () => {
    const seen = open();
    const files = listing(['uploads/a.csv', 1], ['old.md', 1, -10]);
    seen.begin('t', files);
    assert.equal(seen.marks('t', files).size, 0);
    const later = listing(['uploads/a.csv', 9], ['old.md', 9]);
    seen.begin('t', later);
    assert.deepEqual(
      [...seen.marks('t', later)],
      [
        ['uploads/a.csv', 'changed'],
        ['old.md', 'changed'],
      ],
    );
  });

  it('is kept, whatever the ids and paths are called, and shared by windows', () => {
    const shelf = new Shelf();
    const one = open(shelf);
    const other = open(shelf);
    const files = listing(['constructor', 1], ['__proto__', 2]);
    one.see('__proto__', files);
    assert.equal(other.marks('__proto__', files).size, 0);
    assert.equal(open(shelf).marks('__proto__', files).size, 0);
    assert.equal(open(shelf).marks('t', files).size, 2);
  });

  it('begins anew when what is kept cannot be read, and sets that aside', () => {
    for (const broken of ['text', { since: 'x' }, { since: 1, tasks: [['t', 5]] }, 7]) {
      const shelf = new Shelf();
      open(shelf);
      const [key = ''] = shelf.kept.keys();
      shelf.kept.set(key, broken);
      const seen = open(shelf);
      assert.equal(seen.marks('t', listing(['a', 1])).size, 1);
      seen.see('t', listing(['a', 1]));
      assert.equal(open(shelf).marks('t', listing(['a', 1])).size, 0);
      assert.deepEqual(shelf.kept.get(`${key}.unreadable`), broken);
    }
  });

  it('forgets the tasks that were looked at longest ago, and marks no task of very many files', () => {
    const seen = open();
    const many = (count: number): Map<string, Artifact> =>
      listing(...Array.from({ length: count }, (_, n) => [`${n}`, 1] as const));
    for (let n = 0; n < 10; n += 1) seen.see(`t${n}`, many(900));
    assert.equal(seen.marks('t9', many(900)).size, 0);
    assert.equal(seen.marks('t0', many(900)).size, 900);
    assert.equal(seen.marks('huge', many(1001)).size, 0);
  });
});
