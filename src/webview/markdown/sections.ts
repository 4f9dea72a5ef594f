import { element } from './dom';

/** How many blocks stand in one section. */
const SIZE = 16;

/**
 * Where the blocks of a long text stand: in sections, so that a browser that lays out or paints the end has few siblings to go
 * through, and can leave out what is not on screen (`markdown.css`). A block stays in the section that it was put into.
 */
export class Sections {
  constructor(private readonly container: HTMLElement) {}

  /** Puts `node` behind `before`, where it may stand already; as the first of all without it. */
  place(node: HTMLElement, before: HTMLElement | undefined): void {
    const section = before?.parentElement ?? undefined;
    const next = section === undefined ? this.container.firstElementChild : section.nextElementSibling;
    const behind = before?.nextElementSibling ?? next?.firstElementChild ?? undefined;
    if (behind === node) return;
    if (section !== undefined && (before?.nextElementSibling || section.childElementCount < SIZE)) {
      before?.after(node);
    } else if (next !== null) {
      next.prepend(node);
    } else {
      section?.classList.add('full');
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
