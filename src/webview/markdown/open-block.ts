import type { MarkedToken } from 'marked';
import { blockElement, blockParts, blockShell, shellKey, type Part } from './blocks';

/** A block on screen with the source it was made from. `node` is absent for what shows nothing. */
export interface Block {
  readonly raw: string;
  readonly node: HTMLElement | undefined;
}

/** A block that may still change, with what it needs to change in place. */
export interface OpenBlock extends Block {
  readonly type: MarkedToken['type'];
  readonly shell: string;
  readonly holder: HTMLElement | undefined;
  readonly parts: readonly { readonly key: string; readonly node: Node }[];
}

const madeOfParts: ReadonlySet<string> = new Set<MarkedToken['type']>([
  'paragraph',
  'heading',
  'text',
  'list',
  'table',
]);

/** The block of `token`. A `former` version of it keeps its element and all leading parts that look the same. */
export function openBlock(token: MarkedToken, former: OpenBlock | undefined): OpenBlock {
  const shell = shellKey(token);
  const identity = { raw: token.raw, type: token.type, shell };
  if (!madeOfParts.has(token.type)) {
    const node = blockElement(token);
    const same = node !== undefined && former?.node?.isEqualNode(node) === true;
    return { ...identity, node: same ? former.node : node, holder: undefined, parts: [] };
  }
  const parts = blockParts(token);
  if (former?.shell !== shell || former.node === undefined || former.holder === undefined) {
    const { node, holder } = blockShell(token);
    return { ...identity, node, holder, parts: appendParts(holder, parts) };
  }
  const { node, holder } = former;
  return { ...identity, node, holder, parts: growParts(holder, former.parts, parts) };
}

/** Brings the last children of `holder`, which are `former`, to `parts`. All leading ones that look the same stay. */
export function growParts(
  holder: HTMLElement,
  former: OpenBlock['parts'],
  parts: readonly Part[],
): OpenBlock['parts'] {
  const kept = sameStart(former, parts);
  const next = parts[kept];
  const old = former[kept]?.node;
  // A growing run of plain text keeps its node, and with it a person's selection.
  const grown = next !== undefined && old instanceof Text ? growText(old, next) : undefined;
  const first = grown === undefined ? kept : kept + 1;
  for (const { node } of former.slice(first)) holder.removeChild(node);
  const added = appendParts(holder, parts.slice(first));
  return [...former.slice(0, kept), ...(grown === undefined ? [] : [grown]), ...added];
}

function appendParts(holder: HTMLElement, parts: readonly Part[]): OpenBlock['parts'] {
  const made = parts.map(({ key, render }) => ({ key, node: render() }));
  holder.append(...made.map(({ node }) => node));
  return made;
}

function sameStart(former: OpenBlock['parts'], parts: readonly Part[]): number {
  const end = parts.findIndex((part, index) => part.key !== former[index]?.key);
  return end < 0 ? parts.length : end;
}

function growText(node: Text, part: Part): OpenBlock['parts'][number] | undefined {
  const next = part.render();
  if (!(next instanceof Text)) return undefined;
  if (next.data.startsWith(node.data)) node.appendData(next.data.slice(node.data.length));
  else if (node.data.startsWith(next.data)) node.deleteData(next.data.length, node.data.length);
  else return undefined;
  return { key: part.key, node };
}
