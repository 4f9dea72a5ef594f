import { element, iconButton } from './dom';

/** A block of code: a header with its language and buttons, and the text. */
export interface CodeBlock {
  readonly node: HTMLElement;
  /** The single text node inside, until it is coloured. */
  readonly text: Text;
}

/**
 * `info` is the fence's info string as written. Blank lines at the end are not shown. The buttons work through
 * `click-actions.ts`.
 */
export function codeBlock(content: string, info: string | undefined): CodeBlock {
  const language = /^[\w+#.-]{1,30}/.exec(info ?? '')?.[0] ?? '';
  const text = document.createTextNode(content.replace(/\n+$/, ''));
  const code = element('code', '', text);
  if (language !== '') code.dataset['language'] = language.toLowerCase();
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
  return { node: element('div', 'code-block', header, pre), text };
}
