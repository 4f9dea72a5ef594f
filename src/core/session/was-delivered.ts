import type { SigmicClient } from '../api/client';
import { isSigmicError } from '../api/errors';
import type { Transcript } from './transcript';

/**
 * Rule 9 of api.md: whether a message whose POST ended unclearly arrived, by looking at the saved history for one that was
 * not there before. False also when that cannot be told.
 */
export async function wasDelivered(
  client: Pick<SigmicClient, 'getHistory'>,
  taskId: string,
  text: string,
  before: Transcript,
  error: unknown,
): Promise<boolean> {
  const unclear =
    isSigmicError(error) &&
    error.sent &&
    ['network', 'timeout', 'malformed', 'unavailable'].includes(error.kind);
  if (!unclear) return false;
  const known = before.turns.filter((turn) => turn.user?.text.trim() === text.trim()).length;
  try {
    const { messages } = await client.getHistory(taskId);
    return (
      messages.filter((message) => message.role === 'user' && message.content.trim() === text.trim()).length >
      known
    );
  } catch {
    // The first error says what happened; that the history cannot be read either adds nothing to it.
    return false;
  }
}
