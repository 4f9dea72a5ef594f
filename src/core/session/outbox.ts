import * as v from 'valibot';

/** The window that is sending a message: which life of it, in which process, since when (epoch ms). */
const SenderSchema = v.object({ life: v.string(), pid: v.number(), at: v.number() });
export type Sender = v.InferOutput<typeof SenderSchema>;

/**
 * That a message began to be sent: when (epoch ms), and how many messages of the same words the conversation had before, so
 * that rule 9 of api.md can be followed by whoever takes over. Without `by` the attempt is over and its fate unknown; `again`: so
 * was that of an earlier one, of which the two numbers tell.
 */
const AttemptSchema = v.object({
  sentAt: v.number(),
  known: v.number(),
  again: v.optional(v.boolean()),
  by: v.optional(SenderSchema),
});

/** A file of a waiting message: what people see of it, and what the host restores it from. */
const QueuedFileSchema = v.object({ name: v.string(), size: v.number(), saved: v.unknown() });
export type QueuedFile = v.InferOutput<typeof QueuedFileSchema>;

const QueuedMessageSchema = v.object({
  id: v.string(),
  text: v.string(),
  files: v.array(QueuedFileSchema),
  attempt: v.optional(AttemptSchema),
});
export type QueuedMessage = v.InferOutput<typeof QueuedMessageSchema>;

/** Why nothing is sent until the person says so. `doubt`: the first message may have arrived. */
const PauseSchema = v.object({
  kind: v.picklist(['failed', 'cancelled', 'error', 'doubt']),
  /** For people: what happened. */
  message: v.string(),
});
export type Pause = v.InferOutput<typeof PauseSchema>;

/** The messages of one task that wait to be sent, in order. Plain JSON: it is kept on disk as it is. */
export const OutboxSchema = v.object({
  messages: v.array(QueuedMessageSchema),
  /** How many messages have left, or may have. A window that has not seen the last one does not know how the task stands. */
  sends: v.number(),
  pause: v.optional(PauseSchema),
  /** The person said "send" although the last turn did not end well. */
  released: v.optional(v.boolean()),
});
export type Outbox = v.InferOutput<typeof OutboxSchema>;

export const emptyOutbox: Outbox = { messages: [], sends: 0 };

/** So many messages wait at most. */
export const MOST_QUEUED = 50;

/** How the task stands, as far as one window knows. `unknown`: on no account a time to send. */
export type Readiness = 'ready' | 'failed' | 'cancelled' | 'busy' | 'unknown';

/** What is to be done now: send the first message, pause because the turn did not end well, or nothing. */
export function nextStep(outbox: Outbox, readiness: Readiness): 'send' | 'pause' | 'wait' {
  const [first] = outbox.messages;
  if (first === undefined || first.attempt?.by !== undefined || outbox.pause !== undefined) return 'wait';
  if (readiness === 'ready') return 'send';
  if (readiness !== 'failed' && readiness !== 'cancelled') return 'wait';
  return outbox.released === true ? 'send' : 'pause';
}
