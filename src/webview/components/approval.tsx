import { useRef, useState } from 'preact/hooks';
import {
  isWaiting,
  type ToolOutcome,
  type ToolAnswer,
  type ToolSegment,
} from '../../core/session/transcript';
import { useClickLock } from './click-lock';
import { Icon } from './icon';
import { ReasonBox } from './reason-box';
import type { Asking } from './use-asking';
import { useView } from './view-context';

interface ApprovalProps {
  readonly tool: ToolSegment;
  readonly asking: Asking;
}

/** The question of a waiting tool, or what was answered. Answers are for the call that is shown, and are given once. */
export function Approval({ tool, asking }: ApprovalProps) {
  if (tool.answer !== undefined) return <div class="answer">{answerWords(tool.answer)}</div>;
  if (tool.callId === undefined) return null;
  return <Answers tool={tool} callId={tool.callId} asking={asking} />;
}

/** Approving is offered only for what is shown whole. */
function Answers({ tool, callId, asking }: ApprovalProps & { readonly callId: string }) {
  const { post, reasons } = useView();
  const [reason, setReason] = useState(() => reasons.reopen(callId));
  const { locked, take } = useClickLock();
  const busy = locked || !isWaiting(tool);
  const answer = (outcome: ToolOutcome) => {
    if (!take()) return;
    const why = outcome === 'cancel' ? reasons.get(callId)?.trim() : undefined;
    if (why !== undefined) reasons.markSent(callId);
    const { toolName, args, seal } = tool;
    const shown = { toolName, args, ...(seal !== undefined && { seal }) };
    post({ type: 'answer', callId, outcome, shown, ...(why && { reason: why }) });
  };
  const write = (text: string) => {
    reasons.set(callId, text);
    setReason(text);
  };
  return (
    <>
      <div class="approval">
        {asking.isWhole ? (
          <ApproveButtons busy={busy} approve={answer} />
        ) : (
          <ShowAll showAll={asking.unfolding.showAll} />
        )}
        <button type="button" class="button secondary" disabled={busy} onClick={() => answer('cancel')}>
          <Icon name="close" /> Reject
        </button>
        <button type="button" class="text-button" title="See all of it in an editor" onClick={asking.review}>
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

interface ApproveButtonsProps {
  readonly busy: boolean;
  readonly approve: (outcome: ToolOutcome) => void;
}

function ApproveButtons({ busy, approve }: ApproveButtonsProps) {
  return (
    <>
      <button type="button" class="button" disabled={busy} onClick={() => approve('proceed_once')}>
        <Icon name="check" /> Approve once
      </button>
      <button
        type="button"
        class="button secondary"
        disabled={busy}
        title="This call, and similar ones for the rest of the session"
        onClick={() => approve('proceed_always')}
      >
        <Icon name="check-all" /> Always approve
      </button>
    </>
  );
}

function ShowAll({ showAll }: { readonly showAll: () => void }) {
  const note = useRef<HTMLDivElement>(null);
  return (
    <>
      <div class="muted not-whole" ref={note}>
        Not all that would run is in view. Show all of it, or review it, to approve it.
      </div>
      <button
        type="button"
        class="button show-all"
        onClick={() => {
          // The button goes away: the keyboard goes on at the beginning of the card, in front of what is to be read.
          note.current?.closest<HTMLElement>('.tool')?.focus({ preventScroll: true });
          showAll();
        }}
      >
        <Icon name="unfold" /> Show all of it
      </button>
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
