import { isActive } from '../core/session/state';
import { isWaiting, type ToolSegment, type Turn } from '../core/session/transcript';
import type { Model } from './model';
import { toolSummary } from './tool-summary';
import { visibleLine } from './visible-text';

/**
 * What a screen reader is told when the view goes from one state to the next: that work began, that the agent asks something,
 * how it ended. The answer itself is read in the log at one's own pace, not word by word while it streams.
 */
export function announcement(before: Model, after: Model): string | undefined {
  const news = before.ready ? outboxWords(before, after) : undefined;
  if (news !== undefined) return news;
  if (!before.ready || before.transcript === after.transcript) return startWords(before, after);
  const turn = after.transcript.turns.at(-1);
  const former = before.transcript.turns.findLast(({ key }) => key === turn?.key);
  const asked = waitingTools(turn).at(-1);
  if (asked !== undefined && !waitingTools(former).some(({ key }) => key === asked.key)) {
    const about = toolSummary(asked.args);
    return `Sigmic asks to use ${visibleLine(asked.toolName, 80)}${about === '' ? '' : `: ${about}`}`;
  }
  if (turn?.end !== undefined && former !== undefined && former.end === undefined) {
    return {
      completed: 'Sigmic has answered.',
      failed: 'The task failed.',
      cancelled: 'The task was cancelled.',
    }[turn.end.kind];
  }
  return startWords(before, after);
}

/** A pause is an alert of its own. */
function outboxWords(before: Model, after: Model): string | undefined {
  const count = after.outbox.messages.length;
  if (count <= before.outbox.messages.length) return undefined;
  return count === 1
    ? 'Your message waits until Sigmic is ready.'
    : `${count} messages wait until Sigmic is ready.`;
}

function startWords(before: Model, after: Model): string | undefined {
  const wasActive = before.head !== undefined && isActive(before.head.status);
  return before.ready && !wasActive && after.head !== undefined && isActive(after.head.status)
    ? 'Sigmic is working.'
    : undefined;
}

function waitingTools(turn: Turn | undefined): readonly ToolSegment[] {
  return (turn?.segments ?? []).filter((segment) => segment.kind === 'tool').filter(isWaiting);
}
