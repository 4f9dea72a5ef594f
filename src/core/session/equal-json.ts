/** Whether two JSON values are the same, keys in any order. */
export function equalJson(a: unknown, b: unknown): boolean {
  // Not only `Object.is`: -0 is written as 0 on its way to a view and back.
  if (a === b || Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && equalJson(value, right.get(key)))
  );
}
