import { blockElement } from '../../src/webview/markdown/blocks';
import { Highlighter } from '../../src/webview/markdown/highlight';
import { lexMarkdown } from '../../src/webview/markdown/lexer';
import { blocksOf } from '../unit/webview/blocks-of';
import { StreamingMarkdown } from '../../src/webview/markdown/streaming-markdown';

/** What runs in the browser page: `markdown.ts` bundles this and calls it. */
const highlighter = new Highlighter();

function colour(node: HTMLElement): void {
  for (const code of node.querySelectorAll<HTMLElement>('pre code[data-language]'))
    Array.from(highlighter.colour(code));
}

function freshContainer(): HTMLElement {
  const container = document.createElement('div');
  document.body.replaceChildren(container);
  return container;
}

/** Main-thread ms to append `pieces`, with style and layout after each of them, or without any. */
function time(pieces: readonly string[], layout: boolean, append: (piece: string) => void): number {
  const start = performance.now();
  for (const piece of pieces) {
    append(piece);
    if (layout) document.body.getBoundingClientRect();
  }
  return performance.now() - start;
}

/** Script ms of each `stretch` of pieces, one streamed after the other. */
export function runInStretches(pieces: readonly string[], stretch: number): readonly number[] {
  const view = new StreamingMarkdown(freshContainer(), colour);
  return Array.from({ length: Math.ceil(pieces.length / stretch) }, (_, index) =>
    time(pieces.slice(index * stretch, (index + 1) * stretch), false, (piece) => view.append(piece)),
  );
}

/** The floor: the same text in text nodes, a paragraph for each blank line. */
export function runPlain(pieces: readonly string[], layout: boolean): number {
  const container = freshContainer();
  let paragraph = container.appendChild(document.createElement('p'));
  return time(pieces, layout, (piece) => {
    for (const [index, part] of piece.split('\n\n').entries()) {
      if (index > 0) paragraph = container.appendChild(document.createElement('p'));
      paragraph.append(part);
    }
  });
}

/** The view's Markdown, with its code coloured as soon as a block is finished. */
export function runStreaming(pieces: readonly string[], layout: boolean): number {
  const container = freshContainer();
  const view = new StreamingMarkdown(container, colour);
  const total = time(pieces, layout, (piece) => view.append(piece));
  view.finish();
  return total;
}

/** All the text parsed, built and coloured at once. */
export function runOnce(pieces: readonly string[], layout: boolean): number {
  const view = new StreamingMarkdown(freshContainer(), colour);
  return time([pieces.join('')], layout, (text) => {
    view.append(text);
    view.finish();
  });
}

export interface Checked {
  /** Whether the streamed DOM is that of one parse of all the text. */
  readonly equal: boolean;
  /** How many finished elements were made anew. */
  readonly lost: number;
  /** How many elements have an address that a browser would follow, or one that is not of the web. */
  readonly unsafe: number;
}

export function check(pieces: readonly string[]): Checked {
  const container = freshContainer();
  const view = new StreamingMarkdown(container, colour);
  const finished = new Set<Element>();
  for (const [index, piece] of pieces.entries()) {
    view.append(piece);
    if (index % 50 === 0) for (const block of blocksOf(container).slice(0, -2)) finished.add(block);
  }
  view.finish();
  const reference = document.createElement('div');
  for (const token of lexMarkdown(pieces.join('')).tokens) reference.append(blockElement(token) ?? '');
  colour(reference);
  container.normalize();
  reference.normalize();
  const lost = [...finished].filter((node) => !container.contains(node)).length;
  const links = [...container.querySelectorAll<HTMLElement>('[data-link]')];
  const unsafe =
    container.querySelectorAll('[href], [src]').length +
    links.filter(({ dataset }) => !/^(?:https?|mailto):/.test(dataset['link'] ?? '')).length;
  return {
    equal:
      blocksOf(container)
        .map(({ outerHTML }) => outerHTML)
        .join('') === reference.innerHTML,
    lost,
    unsafe,
  };
}
