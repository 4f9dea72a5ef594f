/** The blocks of a Markdown view in order, whatever sections they stand in. */
export function blocksOf(container: Element): Element[] {
  return Array.from(container.children).flatMap((section) => Array.from(section.children));
}
