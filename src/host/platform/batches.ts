/** As `map` over promises, with `size` of them at a time. */
export async function inBatches<From, To>(
  items: readonly From[],
  size: number,
  work: (item: From) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  for (let at = 0; at < items.length; at += size) {
    results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
  }
  return results;
}
