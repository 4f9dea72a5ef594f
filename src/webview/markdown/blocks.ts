import type { MarkedToken, Tokens } from 'marked';
import { codeBlock } from './code-block';
import { element } from './dom';
import { inlineNode, inlineNodes, textNode } from './inline';
import { markedTokens } from './marked-tokens';

/** A block token as one element; undefined for what shows nothing (blank lines, link definitions). */
export function blockElement(token: MarkedToken): HTMLElement | undefined {
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'code':
      return codeBlock(token.text, token.lang).node;
    case 'hr':
      return element('hr');
    case 'blockquote':
      return element('blockquote', '', ...blockNodes(markedTokens(token.tokens)));
    default: {
      const shell = blockShell(token);
      shell.holder.append(...blockParts(token).map((part) => part.render()));
      return shell.node;
    }
  }
}

/** A piece of an open block that can stay while the block grows: an inline token, a list item, a table row. */
export interface Part {
  /** Parts with equal keys in equal shells look the same. */
  readonly key: string;
  readonly render: () => Node;
}

/** The empty element of a block that is made of parts, and where they go. */
export function blockShell(token: MarkedToken): { node: HTMLElement; holder: HTMLElement } {
  if (token.type === 'table') return tableShell(token);
  const node = token.type === 'list' ? listShell(token) : element(textTag(token));
  return { node, holder: node };
}

/** What must be equal for a grown block to keep its element. */
export function shellKey(token: MarkedToken): string {
  switch (token.type) {
    case 'heading':
      return `heading ${token.depth}`;
    case 'list':
      return `list ${token.ordered} ${token.start} ${token.loose}`;
    case 'table':
      return `table ${token.align.join()} ${rowKey(token.header)}`;
    default:
      return token.type;
  }
}

/** The parts of a block in order; none for a block that is always made anew. */
export function blockParts(token: MarkedToken): readonly Part[] {
  switch (token.type) {
    case 'list':
      return token.items.map((item) => ({ key: item.raw, render: () => listItem(item) }));
    case 'table':
      return token.rows.map((row) => ({ key: rowKey(row), render: () => tableRow(row, 'td') }));
    case 'paragraph':
    case 'heading':
    case 'text': {
      const tokens = 'tokens' in token ? markedTokens(token.tokens) : [];
      return tokens.map((inline) => ({
        key: `${inline.type} ${inline.raw}`,
        render: () => inlineNode(inline),
      }));
    }
    default:
      return [{ key: token.raw, render: () => textNode(token.raw) }];
  }
}

function blockNodes(tokens: readonly MarkedToken[]): Node[] {
  return tokens.flatMap((token) =>
    token.type === 'text' || token.type === 'checkbox' ? tightNodes(token) : (blockElement(token) ?? []),
  );
}

/** The text of a tight list item stands in the item itself, without a paragraph. */
function tightNodes(token: Tokens.Text | Tokens.Checkbox): Node[] {
  if (token.type === 'checkbox' || token.tokens === undefined) return [inlineNode(token)];
  return inlineNodes(markedTokens(token.tokens));
}

function textTag(token: MarkedToken): 'p' | 'h3' | 'h4' | 'h5' | 'h6' {
  if (token.type !== 'heading') return 'p';
  // The page's own headings come first: an answer's "#" is the third level.
  return (['h3', 'h4', 'h5', 'h6'] as const)[token.depth - 1] ?? 'h6';
}

function listShell(token: Tokens.List): HTMLElement {
  if (!token.ordered) return element('ul');
  const list = element('ol');
  if (typeof token.start === 'number' && token.start !== 1) list.start = token.start;
  return list;
}

function listItem(item: Tokens.ListItem): HTMLElement {
  return element('li', item.task ? 'task' : '', ...blockNodes(markedTokens(item.tokens)));
}

function tableShell(token: Tokens.Table): { node: HTMLElement; holder: HTMLElement } {
  const body = element('tbody');
  const table = element('table', '', element('thead', '', tableRow(token.header, 'th')), body);
  const node = element('div', 'table-scroll', table);
  node.tabIndex = 0;
  node.setAttribute('role', 'region');
  node.setAttribute('aria-label', 'Table');
  return { node, holder: body };
}

function tableRow(cells: readonly Tokens.TableCell[], tag: 'th' | 'td'): HTMLElement {
  return element(
    'tr',
    '',
    ...cells.map((cell) =>
      element(
        tag,
        cell.align === null ? '' : `align-${cell.align}`,
        ...inlineNodes(markedTokens(cell.tokens)),
      ),
    ),
  );
}

function rowKey(cells: readonly Tokens.TableCell[]): string {
  return cells.map((cell) => cell.text).join('\n');
}
