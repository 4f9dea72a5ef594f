import { Colouring } from '../../src/webview/markdown/colouring';
import { IdleWork } from '../../src/webview/markdown/idle-work';
import { StreamingMarkdown } from '../../src/webview/markdown/streaming-markdown';
import type * as race from './peers-page';

export { check } from './markdown-page';

/** What runs in the page of the peers' benchmark: one answer at a time, the screen following its end. */
export type Contender = (container: HTMLElement) => (piece: string) => void;

declare global {
  interface Window {
    /** The other renderers: `peers/contenders.mjs`. */
    readonly peers?: { readonly contenders: Readonly<Record<string, Contender>> };
    readonly race: typeof race;
  }
}

const own: Readonly<Record<string, Contender>> = {
  /** The floor: the same characters in text nodes, a paragraph for each blank line. */
  text: (container) => {
    let paragraph = container.appendChild(document.createElement('p'));
    return (piece) => {
      for (const [index, part] of piece.split('\n\n').entries()) {
        if (index > 0) paragraph = container.appendChild(document.createElement('p'));
        paragraph.append(part);
      }
    };
  },
  /** As the view has it: code is coloured in idle moments once it is finished. */
  sigmic: (container) => {
    container.classList.add('sigmic');
    const colouring = new Colouring(new IdleWork((run) => requestIdleCallback(run)));
    const view = new StreamingMarkdown(container, (node) => colouring.add(node));
    return (piece) => view.append(piece);
  },
};

let append: (piece: string) => void = () => undefined;

/** Begins an empty answer, shown by the contender of this name. */
export function begin(name: string): void {
  const make = own[name] ?? window.peers?.contenders[name];
  if (make === undefined) throw new Error(`There is no contender "${name}".`);
  const container = document.createElement('div');
  container.className = 'markdown';
  document.body.replaceChildren(container);
  append = make(container);
}

/** One render and one frame for each of `pieces`; resolves when nothing is left to do. */
export async function play(pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    append(piece);
    document.body.scrollTop = Number.MAX_SAFE_INTEGER;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await new Promise((resolve) => requestIdleCallback(resolve));
}

/** What is on screen: how much text, and how many links that could run a script. */
export function seen(): { text: number; unsafe: number } {
  const links = [...document.querySelectorAll('a')].filter(({ protocol }) => protocol === 'javascript:');
  return { text: document.body.textContent.length, unsafe: links.length };
}
