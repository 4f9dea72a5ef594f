import type { MarkedToken, Token, Tokens } from 'marked';
import { saysPlace } from '../../core/web-link';
import { visibleLine, visibleLines, visibleProse } from '../visible-text';
import { element, icon } from './dom';
import { decodeEntities } from './entities';
import { markedTokens } from './marked-tokens';
import { linkTarget } from './link-target';

/** Of a link's host on screen, in characters. */
const LONGEST_PLACE = 60;

/** Inline tokens as nodes. Safe by construction: only elements made here, and every string a text node. */
export function inlineNodes(tokens: readonly MarkedToken[]): Node[] {
  return tokens.map((token) => inlineNode(token));
}

/** One inline token as one node. What stands in a link is no link of its own. */
export function inlineNode(token: MarkedToken, inLink = false): Node {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return element(token.type, '', ...children(token, inLink));
    case 'codespan':
      return element('code', 'code-span', visibleLines(token.text));
    case 'br':
      return element('br');
    case 'link':
      return linkNode(token);
    case 'image':
      return inLink ? imageChip(token) : imageNode(token);
    case 'checkbox':
      return checkboxNode(token.checked);
    case 'escape':
      return textNode(token.text);
    case 'text':
      return textNode(decodeEntities(token.text));
    default:
      return textNode(token.raw);
  }
}

/** Nothing hides in it or reorders what stands around it. */
export function textNode(text: string): Text {
  return document.createTextNode(visibleProse(text));
}

function children(token: { readonly tokens?: Token[] }, inLink: boolean): Node[] {
  return markedTokens(token.tokens).map((child) => inlineNode(child, inLink));
}

/**
 * A link without `href`: nothing here can navigate. The click handler reads the data attribute and asks the host. Where it truly
 * leads stands behind it, unless its label says so already.
 */
function linkNode(token: Tokens.Link): Node {
  const target = linkTarget(token.href);
  const content = children(token, true);
  if (target === undefined) return element('span', 'dead-link', ...content);
  const node = element('a', 'link', ...content);
  node.setAttribute('role', 'link');
  node.tabIndex = 0;
  if (target.kind === 'web') {
    node.dataset['link'] = target.href;
    node.title = `${target.place}\n${target.href}`;
    if (!saysPlace(node.textContent, target))
      node.append(element('span', 'link-place', ` (${shortPlace(target.place)})`));
  } else {
    node.dataset['artifact'] = target.path;
    node.title = `Open ${visibleLine(target.path)}`;
  }
  return node;
}

/** Pictures are never fetched: a chip says what it is and where it is, and leads there as a link does. */
function imageNode(token: Tokens.Image): Node {
  const target = linkTarget(token.href);
  const chip = imageChip(token);
  if (target === undefined) return chip;
  const place = target.kind === 'web' ? shortPlace(target.place) : visibleLine(target.path);
  chip.append(element('span', 'image-place', place));
  const link = element('a', 'link', chip);
  link.setAttribute('role', 'link');
  link.tabIndex = 0;
  link.dataset[target.kind === 'web' ? 'link' : 'artifact'] =
    target.kind === 'web' ? target.href : target.path;
  link.title = `Open ${place}`;
  return link;
}

function imageChip(token: Tokens.Image): HTMLElement {
  const name = visibleLine(wordsOf(token)) || 'Image';
  return element('span', 'image-chip', icon('file-media'), name);
}

/** The words of a token without its marks: a picture's description is plain text. */
function wordsOf(token: MarkedToken): string {
  if ('tokens' in token) return markedTokens(token.tokens).map(wordsOf).join('');
  if (token.type === 'text') return decodeEntities(token.text);
  return 'text' in token ? token.text : token.raw;
}

/** Whose a host is stands at its end, so a very long one loses its beginning. */
function shortPlace(place: string): string {
  return place.length <= LONGEST_PLACE ? place : `…${place.slice(1 - LONGEST_PLACE)}`;
}

function checkboxNode(checked: boolean): Node {
  const box = icon(checked ? 'pass-filled' : 'circle-large-outline');
  box.classList.add('task-box');
  const words = element('span', 'visually-hidden', checked ? 'Done: ' : 'To do: ');
  return element('span', '', box, words);
}
