interface Keyed {
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
  const index = positionsOf(list).get(key) ?? -1;
  // A later version may have it behind the end of this one.
  return index < list.length ? index : -1;
}

/** The list with `item` in the place of the one that has its key, or at the end. */
export function putByKey<T extends Keyed>(list: readonly T[], item: T): readonly T[] {
  const index = indexOfKey(list, item.key);
  if (index >= 0) return replaceAt(list, index, item);
  const known = positionsOf(list);
  // Another version has grown from this list already: the two part here.
  const own = known.size === list.length ? known : findPositions(list);
  own.set(item.key, list.length);
  const longer = [...list, item];
  positions.set(longer, own);
  return longer;
}

/** The list with `item` at `index`, where one with the same key stood. */
export function replaceAt<T extends Keyed>(list: readonly T[], index: number, item: T): readonly T[] {
  const other = list.with(index, item);
  positions.set(other, positionsOf(list));
  return other;
}

function positionsOf(list: readonly Keyed[]): Map<string, number> {
  const known = positions.get(list) ?? findPositions(list);
  positions.set(list, known);
  return known;
}

function findPositions(list: readonly Keyed[]): Map<string, number> {
  return new Map(list.map(({ key }, index) => [key, index]));
}
