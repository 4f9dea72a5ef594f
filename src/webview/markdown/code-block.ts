import { visibleLines } from '../visible-text';
import { element, iconButton } from './dom';

/** A block of code: a header with its language and buttons, and the text. */
export interface CodeBlock {
  readonly node: HTMLElement;
  readonly code: HTMLElement;
  /** The single text node inside, until it is coloured. */
  readonly text: Text;
}

/** What a block's code truly is, hidden characters and all, where the screen shows these written out. */
export function codeSource(code: HTMLElement): string {
  return code.dataset['source'] ?? code.textContent;
}

/** Keeps the true code of a block beside what it shows, where that differs. */
export function keepSource(code: HTMLElement, source: string | undefined): void {
  if (source !== undefined) code.dataset['source'] = source;
  else if ('source' in code.dataset) delete code.dataset['source'];
}

/**
 * `info` is the fence's info string as written. Blank lines at the end are not shown. The buttons work through
 * `click-actions.ts`.
 */
export function codeBlock(content: string, info: string | undefined): CodeBlock {
  const language = /^[\w+#.-]{1,30}/.exec(info ?? '')?.[0] ?? '';
  const source = content.replace(/\n+$/, '');
  const text = document.createTextNode(visibleLines(source));
  const code = element('code', '', text);
  if (language !== '') code.dataset['language'] = language.toLowerCase();
  if (text.data !== source) keepSource(code, source);
  const pre = element('pre', '', code);
  pre.tabIndex = 0;
  pre.setAttribute('aria-label', language === '' ? 'Code' : `Code, ${language}`);
  pre.setAttribute('role', 'region');
  const header = element(
    'div',
    'code-header',
    element('span', 'code-language', language),
    iconButton('Insert at cursor', 'insert', 'insert-code'),
    iconButton('Copy code', 'copy', 'copy-code'),
  );
  return { node: element('div', 'code-block', header, pre), code, text };
}
