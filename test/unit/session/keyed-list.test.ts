import assert from 'node:assert/strict';
import fc from 'fast-check';
import { indexOfKey, putByKey } from '../../../src/core/session/keyed-list';

interface Item {
  readonly key: string;
  readonly value: number;
}

const keys = ['a', 'b', 'c', 'd', 'e'];

/** Puts `item` into an earlier version of the list. */
const step = fc.record({ version: fc.nat(), key: fc.constantFrom(...keys), value: fc.nat(9) });

describe('a keyed list', () => {
  it('finds and puts as a search would, also when two versions grow from one', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const versions: (readonly Item[])[] = [[]];
        for (const { version, ...item } of steps) {
          const list = versions[version % versions.length] ?? [];
          const known = list.some(({ key }) => key === item.key);
          const next = putByKey(list, item);
          assert.deepEqual(
            next,
            known ? list.map((other) => (other.key === item.key ? item : other)) : [...list, item],
          );
          versions.push(next);
        }
        for (const list of versions)
          for (const key of keys)
            assert.equal(
              indexOfKey(list, key),
              list.findIndex((item) => item.key === key),
            );
      }),
    );
  });
});
