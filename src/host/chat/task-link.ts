import { visibleProse } from '../../core/visible-text';

/** What a link `vscode://sigmic.sigmic/...` asks for. Links open and fill in; nothing is ever sent by one. */
export type TaskLink =
  { readonly kind: 'task'; readonly taskId: string } | { readonly kind: 'new'; readonly message: string };

const MAX_MESSAGE = 20_000;

/**
 * Reads `/task/<id>` and `/new?message=...`; undefined for anything else. `query` is as it stands in the link. Nobody shall send what
 * they cannot see: hidden characters of a message are written out.
 */
export function readTaskLink(path: string, query: string): TaskLink | undefined {
  const taskId = /^\/task\/([\w-]{1,128})\/?$/.exec(path)?.[1];
  if (taskId !== undefined) return { kind: 'task', taskId };
  if (!/^\/new\/?$/.test(path)) return undefined;
  const message = new URLSearchParams(query).get('message') ?? '';
  return message.length > MAX_MESSAGE ? undefined : { kind: 'new', message: visibleProse(message) };
}
