export interface Keyed {
  readonly key: string;
}

/**
 * Where each key stands, shared by the versions of a list that came from one another by replacing items and appending them.
 * Nothing but a memory of what could be searched for again: a turn of thousands of segments is not searched through for
 * every event.
 */
const positions = new WeakMap<readonly Keyed[], Map<string, number>>();

/** The index of the item with this key, or -1. */
export function indexOfKey(list: readonly Keyed[], key: string): number {
  // What grows is mostly the last one.
  if (list.at(-1)?.key === key) return list.length - 1;
  const index = positionsOf(list).get(key) ?? -1;
  // A later version may have it behind the end of this one.
  return index < list.length ? index : -1;
}

/** A copy for whoever makes it to change in place. */
export function copyOf<T extends Keyed>(list: readonly T[]): T[] {
  const copy = [...list];
  positions.set(copy, positionsOf(list));
  return copy;
}

/** Puts `item` in the place of the one that has its key, or at the end of a list that nobody else has. */
export function putInPlace<T extends Keyed>(list: T[], item: T): void {
  const index = indexOfKey(list, item.key);
  if (index >= 0) {
    list[index] = item;
    return;
  }
  const known = positionsOf(list);
  // Another version has grown from the same list already: the two part here.
  const own = known.size === list.length ? known : findPositions(list);
  own.set(item.key, list.length);
  positions.set(list, own);
  list.push(item);
}

/** Another list, with `item` in the place of the one that has its key, or at the end. */
export function putByKey<T extends Keyed>(list: readonly T[], item: T): readonly T[] {
  const copy = copyOf(list);
  putInPlace(copy, item);
  return copy;
}

function positionsOf(list: readonly Keyed[]): Map<string, number> {
  const known = positions.get(list);
  if (known !== undefined) return known;
  const found = findPositions(list);
  positions.set(list, found);
  return found;
}

function findPositions(list: readonly Keyed[]): Map<string, number> {
  return new Map(list.map(({ key }, index) => [key, index]));
}
