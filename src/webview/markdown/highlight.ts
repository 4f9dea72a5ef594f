import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { DomEmitter } from './dom-emitter';

const languages = {
  bash,
  c,
  cpp,
  csharp,
  css,
  diff,
  go,
  ini,
  java,
  javascript,
  json,
  python,
  ruby,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};

/** Longer code stays plain: colouring it in one go would hold up the frame. Characters. */
const LONGEST = 60_000;

/** Colours code by building nodes; one owner, made when the view starts. */
export class Highlighter {
  readonly #hljs = hljs.newInstance();

  constructor() {
    this.#hljs.configure({ __emitter: DomEmitter });
    for (const [name, language] of Object.entries(languages)) this.#hljs.registerLanguage(name, language);
  }

  /** Colours one `<code data-language>` in place; does nothing for a language that is not known here. */
  colour(code: HTMLElement): void {
    const language = code.dataset['language'];
    const text = code.textContent;
    if (language === undefined || text.length > LONGEST || this.#hljs.getLanguage(language) === undefined)
      return;
    const { _emitter: emitter } = this.#hljs.highlight(text, { language, ignoreIllegals: true });
    if (emitter instanceof DomEmitter && emitter.root.textContent === text)
      code.replaceChildren(emitter.root);
  }
}
