import type { ToHost } from '../core/protocol';
import { codeSource } from './markdown/code-block';

type Post = (message: ToHost) => void;

/** How long a copy button says that it copied, in milliseconds. */
const SAID_FOR = 1500;

/**
 * Clicks (and Enter) inside rendered Markdown, which has no handlers of its own: links and files go to the host, code goes to
 * the clipboard or the editor. Returns whether the event was one of these.
 */
export function handleMarkdownEvent(event: Event, post: Post): boolean {
  if (!(event.target instanceof Element)) return false;
  const link = event.target.closest<HTMLElement>('[data-link], [data-artifact]');
  if (link !== null) {
    event.preventDefault();
    event.stopPropagation();
    const { link: href, artifact: path } = link.dataset;
    if (href !== undefined) post({ type: 'openLink', href });
    else if (path !== undefined) post({ type: 'openArtifact', path });
    return true;
  }
  const button = event.target.closest<HTMLElement>('button[data-action]');
  const code = button?.closest('.code-block')?.querySelector('code') ?? undefined;
  if (button === null || code === undefined || event.type === 'keydown') return false;
  const text = codeSource(code);
  if (button.dataset['action'] === 'insert-code') post({ type: 'insert', text });
  if (button.dataset['action'] === 'copy-code') {
    post({ type: 'copy', text });
    sayCopied(button);
  }
  return true;
}

function sayCopied(button: HTMLElement): void {
  const icon = button.querySelector('.codicon');
  if (icon === null) return;
  icon.className = 'codicon codicon-check';
  button.title = 'Copied';
  setTimeout(() => {
    icon.className = 'codicon codicon-copy';
    button.title = 'Copy code';
  }, SAID_FOR);
}
