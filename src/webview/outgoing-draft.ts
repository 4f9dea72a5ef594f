import type { OutgoingDraft } from '../core/protocol';
import type { Model } from './model';

/** The draft on screen as it is sent; the options count only for a new task. */
export function outgoingDraft({ draft, head, autoExecute }: Model): OutgoingDraft {
  if (head !== undefined) return { text: draft.text };
  return {
    text: draft.text,
    autoExecute: draft.autoExecute ?? autoExecute,
    ...(draft.systemPrompt.trim() !== '' && { systemPrompt: draft.systemPrompt }),
  };
}
