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

/** Longer code stays plain. Characters. */
const LONGEST = 60_000;
/** What is coloured at once, in characters and up to the end of a line: a millisecond or two. */
const SLICE = 2_000;
/** Where a comment or a string is longer than this, the rest of the code stays plain. */
const LONGEST_SLICE = 16_000;

/** Colours code by building nodes; one owner, made when the view starts. */
export class Highlighter {
  readonly #hljs = hljs.newInstance();

  constructor(private readonly slice = SLICE) {
    this.#hljs.configure({ __emitter: DomEmitter });
    for (const [name, language] of Object.entries(languages)) this.#hljs.registerLanguage(name, language);
  }

  /**
   * Colours one `<code data-language>` in place, a few lines with each step; does nothing for a language that is not known here.
   * Between two steps the text is all there, its beginning coloured.
   */
  *colour(code: HTMLElement): Generator<void, void, void> {
    const language = code.dataset['language'];
    const plain = code.firstChild;
    if (language === undefined || this.#hljs.getLanguage(language) === undefined) return;
    if (!(plain instanceof Text) || plain.length > LONGEST) return;
    for (let size = this.slice; plain.length > 0; yield) {
      const lineEnd = plain.data.indexOf('\n', size - 1);
      const end = lineEnd < 0 ? plain.length : lineEnd + 1;
      const text = plain.data.slice(0, end);
      const { _emitter: emitter, _top: top } = this.#hljs.highlight(text, { language, ignoreIllegals: true });
      // Within a comment, a string and the like the slice is not complete.
      const isWhole = end === plain.length || top === undefined || Reflect.get(top, 'parent') === undefined;
      if (isWhole) {
        if (!(emitter instanceof DomEmitter) || emitter.root.textContent !== text) return;
        plain.before(emitter.root);
        plain.deleteData(0, end);
        size = this.slice;
      } else if (end > LONGEST_SLICE) return;
      else size = end * 2;
    }
    plain.remove();
  }
}
