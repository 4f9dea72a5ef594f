import type { SigmicClient } from '../api/client';
import { isSigmicError } from '../api/errors';
import type { HistoryMessage } from '../api/schemas';
import type { Transcript } from './transcript';

/** What is known of the server's clock may be wrong by this much (ms): what was written before then is another message or task. */
export const CLOCK_SKEW_MS = 60_000;

/** A message as things stood when its sending began. */
export interface SentMessage {
  readonly text: string;
  /** Epoch ms, by this machine's clock. */
  readonly sentAt: number;
  /** How many messages that could be taken for this one the conversation had already. */
  readonly known: number;
}

/** A message about to be sent, with the conversation as it is before that. `ahead`: the server's clock (SigmicClient.clockAhead). */
export function sentMessage(text: string, sentAt: number, { turns }: Transcript, ahead: number): SentMessage {
  const known = turns.filter(({ user }) => isLike(user?.text, user?.createdAt, text, sentAt + ahead)).length;
  return { text, sentAt, known };
}

function isLike(
  said: string | undefined,
  createdAt: string | null | undefined,
  text: string,
  sentAt: number,
): boolean {
  return said?.trim() === text.trim() && !(Date.parse(createdAt ?? '') < sentAt - CLOCK_SKEW_MS);
}

/** Whether the server may have done what was asked although no proper answer came (rule 9 of api.md). */
export function isFateUnknown(error: unknown): boolean {
  if (!isSigmicError(error) || !error.sent) return false;
  switch (error.kind) {
    case 'network':
    case 'timeout':
    case 'malformed':
      return true;
    case 'unavailable':
      // 429 certainly did nothing, and so may be repeated; a 5xx may come from a gateway that lost the answer.
      return !error.retryable;
    default:
      return false;
  }
}

/**
 * Rule 9 of api.md: the saved messages that may be this one, oldest first, by looking for those that were not there before. What
 * was there before may not be known in full, so the time counts too where it is told. Throws when the history cannot be read.
 */
export async function findDelivered(
  client: Pick<SigmicClient, 'getHistory' | 'clockAhead'>,
  taskId: string,
  { text, sentAt, known }: SentMessage,
): Promise<HistoryMessage[]> {
  const { messages } = await client.getHistory(taskId);
  const since = sentAt + client.clockAhead();
  const saved = messages.filter(
    ({ role, content, createdAt }) => role === 'user' && isLike(content, createdAt, text, since),
  );
  return saved.slice(known);
}
