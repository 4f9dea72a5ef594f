/** A piece of something that is being written: a block, a list item, a table row, an inline token. */
export interface Part {
  /** Parts with equal keys in equal shells look the same. */
  readonly key: string;
  readonly render: () => ShownPart;
  /** Changes what is shown in place, the last child of its holder, if this part is a later state of it. */
  readonly grow?: (former: ShownPart) => ShownPart | undefined;
}

/** A part on screen; what consists of parts itself has a `holder` of these. */
export interface ShownPart {
  readonly key: string;
  readonly node: Node;
  /** What must be equal for a grown part to keep its element. */
  readonly shell?: string;
  readonly holder?: HTMLElement;
  readonly parts?: readonly ShownPart[];
}

/** Where parts go. */
export interface Holder {
  append(...nodes: Node[]): void;
}

/** Brings the last children of `holder`, which are `former`, to `parts`. All leading ones that look the same stay. */
export function growParts(
  holder: Holder,
  former: readonly ShownPart[],
  parts: readonly Part[],
): readonly ShownPart[] {
  const kept = sameStart(former, parts);
  for (const part of former.slice(kept + 1)) remove(part);
  const old = former[kept];
  const grown = old === undefined ? undefined : parts[kept]?.grow?.(old);
  if (old !== undefined && grown === undefined) remove(old);
  const same = former.slice(0, kept);
  if (grown === undefined) return [...same, ...appendParts(holder, parts.slice(kept))];
  return [...same, grown, ...appendParts(holder, parts.slice(kept + 1))];
}

/**
 * A part that is shown by one element of `parts`. Its key is of theirs and not of its source: what comes behind a paragraph or a list
 * changes how some lines are read without a change of them.
 */
export function shellPart(
  shell: string,
  make: () => { node: HTMLElement; holder: HTMLElement },
  parts: readonly Part[],
): Part {
  const key = `${shell}\n${parts.map((part) => `${part.key.length} ${part.key}`).join('')}`;
  return {
    key,
    render: () => {
      const { node, holder } = make();
      return { key, shell, node, holder, parts: appendParts(holder, parts) };
    },
    grow: (former) =>
      former.shell === shell && former.holder !== undefined && former.parts !== undefined
        ? { ...former, key, parts: growParts(former.holder, former.parts, parts) }
        : undefined,
  };
}

/** A part whose element stays only as long as it looks the same. */
export function wholePart(key: string, make: () => HTMLElement): Part {
  return {
    key,
    render: () => ({ key, node: make() }),
    grow: ({ node }) => (node.isEqualNode(make()) ? { key, node } : undefined),
  };
}

/** A part of one inline node. A growing run of plain text keeps its node, and with it a person's selection. */
export function inlinePart(key: string, make: () => Node): Part {
  return {
    key,
    render: () => ({ key, node: make() }),
    grow: ({ node }) => {
      const next = make();
      if (!(node instanceof Text) || !(next instanceof Text)) return undefined;
      if (next.data.startsWith(node.data)) node.appendData(next.data.slice(node.data.length));
      else if (node.data.startsWith(next.data)) node.deleteData(next.data.length, node.data.length);
      else return undefined;
      return { key, node };
    },
  };
}

function appendParts(holder: Holder, parts: readonly Part[]): readonly ShownPart[] {
  const made = parts.map((part) => part.render());
  holder.append(...made.map(({ node }) => node));
  return made;
}

function sameStart(former: readonly ShownPart[], parts: readonly Part[]): number {
  const end = parts.findIndex((part, index) => part.key !== former[index]?.key);
  return end < 0 ? parts.length : end;
}

function remove({ node }: ShownPart): void {
  node.parentNode?.removeChild(node);
}
