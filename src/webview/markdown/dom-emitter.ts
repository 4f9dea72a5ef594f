import type { Emitter } from 'highlight.js';
import { element } from './dom';

/** Receives highlight.js's scopes and builds nodes of them, so that no HTML text is ever made or parsed. */
export class DomEmitter implements Emitter {
  readonly root = document.createDocumentFragment();
  readonly #stack: Node[] = [this.root];

  /** The highlighter's older names for `startScope` and `endScope`, which it still calls. */
  openNode(scope: string): void {
    this.startScope(scope);
  }

  closeNode(): void {
    this.endScope();
  }

  startScope(scope: string): void {
    const node = element('span', scopeClass(scope));
    this.#top.appendChild(node);
    this.#stack.push(node);
  }

  endScope(): void {
    if (this.#stack.length > 1) this.#stack.pop();
  }

  addText(text: string): void {
    if (text !== '') this.#top.appendChild(document.createTextNode(text));
  }

  __addSublanguage(emitter: Emitter, language: string): void {
    if (!(emitter instanceof DomEmitter)) return;
    const node = element('span', scopeClass(`language:${language}`));
    node.append(emitter.root);
    this.#top.appendChild(node);
  }

  finalize(): void {
    this.#stack.length = 1;
  }

  toHTML(): string {
    return '';
  }

  get #top(): Node {
    return this.#stack.at(-1) ?? this.root;
  }
}

/** `title.function` is written as two classes, the second narrowing the first. */
function scopeClass(scope: string): string {
  const [first = '', ...narrower] = scope.split(/[.:]/);
  return [`hljs-${first}`, ...narrower.map((name) => `${name}_`)].join(' ');
}
