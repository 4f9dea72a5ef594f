import * as v from 'valibot';
import { ForgottenSchema } from './protocol';

/** What the view keeps for itself with `setState`; VS Code hands it to the host when it restores the panel. */
export const ViewStateSchema = v.object({
  taskId: v.fallback(v.optional(v.string()), undefined),
  /** When this was saved (epoch ms): VS Code may bring back what is some seconds old. */
  at: v.fallback(v.optional(v.number()), undefined),
  /** Of a draft: the profile in which it was begun. */
  profileId: v.fallback(v.optional(v.string()), undefined),
  draftId: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))), undefined),
  text: v.fallback(v.string(), ''),
  systemPrompt: v.fallback(v.string(), ''),
  autoExecute: v.fallback(v.optional(v.boolean()), undefined),
  showInHistory: v.fallback(v.optional(v.boolean()), undefined),
  variables: v.fallback(v.optional(v.string()), undefined),
  opening: v.fallback(v.optional(v.string()), undefined),
  forgotten: v.fallback(v.optional(ForgottenSchema), undefined),
  /** What the person folded or unfolded, by the key of the part. */
  folds: v.fallback(v.optional(v.record(v.string(), v.boolean())), undefined),
  /** Why calls are to be rejected, as far as it is written, by call. */
  reasons: v.fallback(v.optional(v.record(v.string(), v.string())), undefined),
  /** What is at the top of the view, a turn or a step of it, and how far it is scrolled (pixels); absent while the newest text is followed. */
  scroll: v.fallback(
    v.optional(v.object({ turn: v.string(), step: v.optional(v.number()), offset: v.number() })),
    undefined,
  ),
});
export type ViewState = v.InferOutput<typeof ViewStateSchema>;
