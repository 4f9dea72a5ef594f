import * as v from 'valibot';
import { OutgoingDraftSchema } from '../../core/protocol';

/** What an attempt to send is known by afterwards, to whoever looks for what it made. Times are of this machine (epoch ms). */
const AttemptSchema = v.variant('kind', [
  v.object({
    kind: v.literal('task'),
    /** By this id the attempt claims the task that it made. */
    id: v.string(),
    sentAt: v.number(),
    /** Tasks that were there before. */
    known: v.array(v.string()),
  }),
  v.object({
    kind: v.literal('message'),
    /** By this id the attempt claims the message that it sent; empty in what an older version of this program wrote. */
    id: v.optional(v.string(), ''),
    taskId: v.string(),
    sentAt: v.number(),
    /** How many messages that could be taken for this one the conversation had before. */
    known: v.number(),
  }),
]);
export type Attempt = v.InferOutput<typeof AttemptSchema>;

/**
 * A draft whose request may have left and whose fate is not known: kept on disk from before it leaves until that is told, so that
 * no later life of the window sends it a second time unasked. `opening`: only the first message of its task was on its way.
 */
export const SendingSchema = v.object({
  draft: OutgoingDraftSchema,
  opening: v.boolean(),
  attempt: AttemptSchema,
});
export type Sending = v.InferOutput<typeof SendingSchema>;
