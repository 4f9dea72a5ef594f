import { isSameCall } from '../../core/session/session-types';
import type { TaskSession, WaitingTool } from '../../core/session/task-session';
import type { ReviewState } from './review-text';

/** Where the question stands that was shown as `shown`. */
export function reviewState(
  session: Pick<TaskSession, 'waiting' | 'transcript'> | undefined,
  shown: WaitingTool,
): ReviewState {
  const asked = session?.waiting.find(({ callId }) => callId === shown.callId);
  if (asked !== undefined) return isSameCall(asked, shown) ? 'waiting' : 'changed';
  for (const { segments } of session?.transcript.turns.toReversed() ?? []) {
    const tool = segments.find((segment) => segment.kind === 'tool' && segment.callId === shown.callId);
    if (tool?.kind !== 'tool') continue;
    if (!isSameCall(tool, shown)) return 'changed';
    return tool.answer === undefined || tool.answer.state === 'elsewhere' ? 'closed' : tool.answer.outcome;
  }
  return 'closed';
}
