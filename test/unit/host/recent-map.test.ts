import assert from 'node:assert/strict';
import { RecentMap } from '../../../src/host/platform/recent-map';

describe('a map of what is recent', () => {
  it('forgets what was neither put nor asked for of late', () => {
    const map = new RecentMap<string, number>(2);
    map.set('a', 1);
    map.set('b', 2);
    assert.equal(map.get('a'), 1);
    map.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => map.get(key)),
      [1, undefined, 3],
    );
    map.set('a', 4);
    map.delete('c');
    map.set('d', 5);
    assert.deepEqual(
      ['a', 'c', 'd'].map((key) => map.get(key)),
      [4, undefined, 5],
    );
    map.clear();
    assert.equal(map.get('a'), undefined);
  });
});
