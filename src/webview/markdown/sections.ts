import { element } from './dom';
import type { Holder } from './parts';

/** How many blocks stand in one section. */
const SIZE = 16;

/**
 * Where the blocks of a long text stand: in sections, so that a browser that lays out or paints the end has few siblings to go
 * through, and can leave out what is not on screen (`markdown.css`). A block stays in the section that it was put into.
 */
export class Sections implements Holder {
  constructor(private readonly container: HTMLElement) {}

  append(...nodes: readonly Node[]): void {
    this.tidy();
    for (const node of nodes) {
      const last = this.container.lastElementChild;
      if (last !== null && last.childElementCount < SIZE) {
        last.append(node);
        continue;
      }
      last?.classList.add('full');
      this.container.append(element('div', 'section', node));
    }
  }

  /** Takes away sections at the end that have become empty. */
  tidy(): void {
    for (let last = this.container.lastElementChild; last?.childElementCount === 0;) {
      last.remove();
      last = this.container.lastElementChild;
    }
  }
}
