import type { MarkedToken, Tokens } from 'marked';
import { codeBlock } from './code-block';
import { element } from './dom';
import { inlineNode, inlineNodes } from './inline';
import { markedTokens } from './marked-tokens';
import { inlinePart, shellPart, wholePart, type Part } from './parts';

/** A block token as one part; undefined for what shows nothing (blank lines, link definitions). */
export function blockPart(token: MarkedToken): Part | undefined {
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'code':
      return wholePart(
        `code ${token.lang ?? ''}\n${token.text}`,
        () => codeBlock(token.text, token.lang).node,
      );
    case 'hr':
      return wholePart('hr', () => element('hr'));
    default:
      return shellPart(shellKey(token), () => blockShell(token), blockParts(token));
  }
}

/** A block token as one element; undefined for what shows nothing. */
export function blockElement(token: MarkedToken): HTMLElement | undefined {
  const node = blockPart(token)?.render().node;
  return node instanceof HTMLElement ? node : undefined;
}

/** What is in a quote or an item. The text of a tight item stands in the item itself, without a paragraph. */
export function childParts(tokens: readonly MarkedToken[]): readonly Part[] {
  return tokens.flatMap((token) => {
    if (token.type === 'checkbox') return inlineParts([token]);
    if (token.type === 'text') return inlineParts(token.tokens ? markedTokens(token.tokens) : [token]);
    return blockPart(token) ?? [];
  });
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

/** The parts of a block in order. */
export function blockParts(token: MarkedToken): readonly Part[] {
  switch (token.type) {
    case 'blockquote':
      return childParts(markedTokens(token.tokens));
    case 'list':
      return token.items.map(itemPart);
    case 'table':
      return token.rows.map((row) => rowPart(row, 'td'));
    default:
      return inlineParts('tokens' in token ? markedTokens(token.tokens) : [token]);
  }
}

export function inlineParts(tokens: readonly MarkedToken[]): readonly Part[] {
  return tokens.map((token) => inlinePart(`${token.type} ${token.raw}`, () => inlineNode(token)));
}

/** The empty element of a block that is made of parts, and where they go. */
function blockShell(token: MarkedToken): { node: HTMLElement; holder: HTMLElement } {
  if (token.type === 'table') return tableShell(token);
  const node = token.type === 'list' ? listShell(token) : element(tagOf(token));
  return { node, holder: node };
}

function tagOf(token: MarkedToken): 'blockquote' | 'p' | 'h3' | 'h4' | 'h5' | 'h6' {
  if (token.type === 'blockquote') return 'blockquote';
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

function itemPart(item: Tokens.ListItem): Part {
  const make = (): { node: HTMLElement; holder: HTMLElement } => {
    const node = element('li', item.task ? 'task' : '');
    return { node, holder: node };
  };
  return shellPart(`item ${item.task}`, make, childParts(markedTokens(item.tokens)));
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

function rowPart(row: readonly Tokens.TableCell[], tag: 'th' | 'td'): Part {
  const key = rowKey(row);
  return { key, render: () => ({ key, node: tableRow(row, tag) }) };
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
