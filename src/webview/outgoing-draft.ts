import type { OutgoingDraft } from '../core/protocol';
import { filesMustFollow } from './has-variables';
import type { Model } from './model';

/** The draft on screen as it is sent; the options count only for a new task. */
export function outgoingDraft(model: Model): OutgoingDraft {
  const { draft, head, autoExecute } = model;
  if (head !== undefined) return { text: draft.text };
  return {
    text: draft.text,
    autoExecute: draft.autoExecute ?? autoExecute,
    showInHistory: draft.showInHistory ?? true,
    ...(draft.variables !== undefined && { variables: draft.variables }),
    ...(draft.opening !== undefined && filesMustFollow(model) && { opening: draft.opening }),
    ...(draft.systemPrompt.trim() !== '' && { systemPrompt: draft.systemPrompt }),
  };
}
