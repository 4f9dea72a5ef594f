import { StreamingMarkdown } from '../../../src/webview/markdown/streaming-markdown';
import { blockElement } from '../../../src/webview/markdown/blocks';
import { lexMarkdown } from '../../../src/webview/markdown/lexer';
import { blocksOf } from './blocks-of';

/** What one parse of the whole text shows: the reference. */
export function oneParse(text: string): string {
  const container = document.createElement('div');
  for (const token of lexMarkdown(text.replace(/\r\n?/g, '\n')).tokens)
    container.append(blockElement(token) ?? '');
  container.normalize();
  return container.innerHTML;
}

/** What stands in a view, the same way. */
export function html(container: HTMLElement): string {
  const copy = document.createElement('div');
  for (const block of blocksOf(container)) copy.append(block.cloneNode(true));
  copy.normalize();
  return copy.innerHTML;
}

/** A view that has been given these pieces. */
export function streamed(pieces: readonly string[]): StreamingMarkdown {
  const view = new StreamingMarkdown(document.createElement('div'));
  for (const piece of pieces) view.append(piece);
  return view;
}
