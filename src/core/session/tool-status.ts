import type { ToolStatus } from './transcript';

/** The server's words are open (api.md, `tool_call`): every reasonable one is understood, in any case and punctuation. */
const WORDS: Readonly<Record<string, ToolStatus>> = {
  pending: 'pending',
  queued: 'pending',
  scheduled: 'pending',
  validating: 'pending',
  awaitingapproval: 'awaiting_approval',
  waitingapproval: 'awaiting_approval',
  executing: 'executing',
  running: 'executing',
  inprogress: 'executing',
  started: 'executing',
  start: 'executing',
  success: 'success',
  succeeded: 'success',
  completed: 'success',
  complete: 'success',
  done: 'success',
  ok: 'success',
  end: 'success',
  error: 'error',
  errored: 'error',
  failed: 'error',
  failure: 'error',
  timeout: 'error',
  cancelled: 'cancelled',
  canceled: 'cancelled',
  rejected: 'cancelled',
  denied: 'cancelled',
  skipped: 'cancelled',
};

/** The state that the server's word names, or undefined for a word nobody knows. */
export function toolStatusOf(word: string): ToolStatus | undefined {
  const key = word.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
}

/** How far along a tool is; a replay tells the earlier states again and must not take a card back to them. */
export function progressOf(status: ToolStatus): number {
  switch (status) {
    case 'pending':
      return 0;
    case 'awaiting_approval':
      return 1;
    case 'executing':
      return 2;
    case 'success':
    case 'error':
    case 'cancelled':
    case 'unknown':
      return 3;
  }
}
