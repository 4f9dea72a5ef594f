import { useState } from 'preact/hooks';
import {
  isWaiting,
  type ToolOutcome,
  type ToolAnswer,
  type ToolSegment,
} from '../../core/session/transcript';
import { useClickLock } from './click-lock';
import { Icon } from './icon';
import { ReasonBox } from './reason-box';
import { useView } from './view-context';

/** The question of a waiting tool, or what was answered. Answers are for the call that is shown, and are given once. */
export function Approval({ tool }: { readonly tool: ToolSegment }) {
  if (tool.answer !== undefined) return <div class="answer">{answerWords(tool.answer)}</div>;
  return tool.callId === undefined ? null : <Answers tool={tool} callId={tool.callId} />;
}

function Answers({ tool, callId }: { readonly tool: ToolSegment; readonly callId: string }) {
  const { post, reasons } = useView();
  const [reason, setReason] = useState(() => reasons.reopen(callId));
  const { locked, take } = useClickLock();
  const busy = locked || !isWaiting(tool);
  const answer = (outcome: ToolOutcome) => {
    if (!take()) return;
    const why = outcome === 'cancel' ? reasons.get(callId)?.trim() : undefined;
    if (why !== undefined) reasons.markSent(callId);
    const shown = { toolName: tool.toolName, args: tool.args };
    post({ type: 'answer', callId, outcome, shown, ...(why && { reason: why }) });
  };
  const write = (text: string) => {
    reasons.set(callId, text);
    setReason(text);
  };
  return (
    <>
      <div class="approval">
        <button type="button" class="button" disabled={busy} onClick={() => answer('proceed_once')}>
          <Icon name="check" /> Approve once
        </button>
        <button
          type="button"
          class="button secondary"
          disabled={busy}
          title="This call, and similar ones for the rest of the session"
          onClick={() => answer('proceed_always')}
        >
          <Icon name="check-all" /> Always approve
        </button>
        <button type="button" class="button secondary" disabled={busy} onClick={() => answer('cancel')}>
          <Icon name="close" /> Reject
        </button>
        <button
          type="button"
          class="text-button"
          title="See all of it in an editor"
          onClick={() => post({ type: 'review', callId })}
        >
          Review
        </button>
        {reason === undefined && (
          <button type="button" class="text-button" onClick={() => write('')}>
            Say why not…
          </button>
        )}
      </div>
      {reason !== undefined && (
        <ReasonBox
          text={reason}
          onWrite={write}
          onReject={() => answer('cancel')}
          onLeave={() => {
            reasons.delete(callId);
            setReason(undefined);
          }}
        />
      )}
    </>
  );
}

function answerWords({ outcome, state }: ToolAnswer): string {
  if (state === 'elsewhere') return 'Answered elsewhere';
  const words = { proceed_once: 'Approved once', proceed_always: 'Always approved', cancel: 'Rejected' }[
    outcome
  ];
  return state === 'sending' ? `${words} (sending…)` : words;
}
