import { StreamingMarkdown } from '../../../src/webview/markdown/streaming-markdown';
import { blockElement } from '../../../src/webview/markdown/blocks';
import { lexMarkdown } from '../../../src/webview/markdown/lexer';
import { blocksOf } from './blocks-of';

/** What one parse of the whole text shows: the reference. */
export function oneParse(text: string): string {
  const container = document.createElement('div');
  for (const token of lexMarkdown(text.replace(/\r\n?/g, '\n')).tokens)
    container.append(blockElement(token) ?? '');
  return container.innerHTML;
}

/** What stands in a view, the same way: how its words are parted into text nodes does not show. */
export function html(container: HTMLElement): string {
  return blocksOf(container)
    .map(({ outerHTML }) => outerHTML)
    .join('');
}

/** A view that has been given these pieces. */
export function streamed(pieces: readonly string[]): StreamingMarkdown {
  const view = new StreamingMarkdown(document.createElement('div'));
  for (const piece of pieces) view.append(piece);
  return view;
}

/**
 * How often a property is tried: always on the same documents, so that a failure tells of a change and not of luck. `FUZZ=5000` tries
 * so many others.
 */
export function tries(numRuns: number): { readonly numRuns: number; readonly seed?: number } {
  const wanted = process.env['FUZZ'];
  return wanted === undefined ? { numRuns, seed: 5 } : { numRuns: Number(wanted) };
}
