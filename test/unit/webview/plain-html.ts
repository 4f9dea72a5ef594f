import { codeSource } from '../../../src/webview/markdown/code-block';
import { linkTarget } from '../../../src/webview/markdown/link-target';

const blocks = 'br|p|ul|ol|li|blockquote|h[1-4]|pre|hr|table|thead|tbody|tr|t[hd]';
const aroundBlocks = new RegExp(`\\s*(</?(?:${blocks})(?: [^>]*)?>)\\s*`, 'g');

/** What the Markdown view shows, in the few words that `referenceHtml` says too: without our buttons, hosts behind links and headings of their own levels. */
export function shownHtml(view: Element): string {
  return written(view, ourTag);
}

/** A reference renderer's HTML in the same words. Links lead where ours would lead from the same destination. */
export function referenceHtml(html: string): string {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  return written(holder, referenceTag);
}

/** How an element is written: by a tag and its children; as a whole; or only by its children, when the tag is empty. */
type Written = { readonly tag: string } | { readonly whole: string };

function written(holder: Element, tagOf: (node: Element) => Written): string {
  return contents(holder, tagOf)
    .replace(/ *\n */g, '\n')
    .replace(aroundBlocks, '$1')
    .replace('<tbody></tbody>', '')
    .replace(/(<(?:done|to do)>) /g, '$1');
}

function contents(node: Node, tagOf: (node: Element) => Written): string {
  return Array.from(node.childNodes, (child) => {
    if (!(child instanceof HTMLElement)) return escaped(child.textContent ?? '');
    const form = tagOf(child);
    if ('whole' in form) return form.whole;
    const inner = contents(child, tagOf);
    return form.tag === '' ? inner : `<${form.tag}>${inner}</${/^\w+/.exec(form.tag)?.[0] ?? ''}>`;
  }).join('');
}

function ourTag(node: Element): Written {
  if (!(node instanceof HTMLElement)) return { tag: '' };
  const name = node.tagName.toLowerCase();
  if (node.matches('.code-block')) {
    const code = node.querySelector('code');
    return code === null ? { whole: '' } : codeBlock(codeSource(code), code.dataset['language'] ?? '');
  }
  if (node.matches('.link-place, .image-place, .visually-hidden')) return { whole: '' };
  if (node.matches('.task-box')) return { whole: box(node.classList.contains('codicon-pass-filled')) };
  if (node.matches('.image-chip')) return { whole: image(node.childNodes[1]?.textContent ?? '') };
  if (node.matches('a.link')) return link(node.dataset['link'] ?? node.dataset['artifact'] ?? '');
  if (node.matches('.dead-link')) return link('');
  if (/^h\d$/.test(name)) return { tag: `h${Number(name.slice(1)) - 2}` };
  if (name === 'td' || name === 'th')
    return { tag: `${name} ${node.className.replace('align-', '')}`.trim() };
  return name === 'div' || name === 'span' ? { tag: '' } : plain(node, name);
}

function referenceTag(node: Element): Written {
  const name = node.tagName.toLowerCase();
  if (name === 'pre') {
    const code = node.querySelector('code');
    return codeBlock(code?.textContent ?? '', /language-(\S+)/.exec(code?.className ?? '')?.[1] ?? '');
  }
  if (name === 'input') return { whole: box(node.hasAttribute('checked')) };
  if (name === 'img') return { whole: picture(node) };
  if (name === 'a') return link(targetOf(node.getAttribute('href')));
  if (/^h[56]$/.test(name)) return { tag: 'h4' };
  if (name === 'td' || name === 'th') return { tag: `${name} ${node.getAttribute('align') ?? ''}`.trim() };
  return plain(node, name);
}

/** Ours is never fetched: it is a name that leads to the picture, or where the link leads that it stands in. */
function picture(node: Element): string {
  const name = image(node.getAttribute('alt') || 'Image');
  const target = targetOf(node.getAttribute('src'));
  if (node.closest('a') !== null || target === '') return name;
  return `<a ${escaped(unescapedUrl(target))}>${name}</a>`;
}

function targetOf(destination: string | null): string {
  const target = linkTarget(destination ?? '');
  return target === undefined ? '' : target.kind === 'web' ? target.href : target.path;
}

function plain(node: Element, name: string): Written {
  if (name === 'hr' || name === 'br') return { whole: `<${name}>` };
  const start = name === 'ol' ? (node.getAttribute('start') ?? '1') : '1';
  return { tag: start === '1' ? name : `${name} ${start}` };
}

function codeBlock(source: string, language: string): Written {
  const named = /^[\w+#.-]{1,30}/.exec(language)?.[0]?.toLowerCase() ?? '';
  return { whole: `<pre>${named} ${JSON.stringify(escaped(source.replace(/\n+$/, '')))}</pre>` };
}

const box = (checked: boolean): string => (checked ? '<done>' : '<to do>');
const image = (text: string): string => `<img ${escaped(text)}>`;
const link = (target: string): Written => ({ tag: `a ${escaped(unescapedUrl(target))}` });

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function unescapedUrl(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
