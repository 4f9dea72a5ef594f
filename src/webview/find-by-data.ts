/** The element below `root` whose `data-<name>` is this value: no selector is made of a value that a stranger may have chosen. */
export function findByData(root: ParentNode, name: string, value: string): HTMLElement | undefined {
  return [...root.querySelectorAll<HTMLElement>(`[data-${name}]`)].find(
    (element) => element.dataset[name] === value,
  );
}
