import { useRef, useState } from 'preact/hooks';
import {
  isWaiting,
  type ApprovalOutcome,
  type ToolAnswer,
  type ToolSegment,
} from '../../core/session/transcript';
import { Icon } from './icon';
import { useView } from './view-context';

/** The question of a waiting tool, or what was answered. Answers are for the call that is shown, and are given once. */
export function Approval({ tool }: { readonly tool: ToolSegment }) {
  const { post } = useView();
  const answered = useRef<ToolSegment>(null);
  const [, redraw] = useState<ToolSegment>();
  if (tool.answer !== undefined) return <div class="answer">{answerWords(tool.answer)}</div>;
  const { callId } = tool;
  if (callId === undefined) return null;
  // A new state of the tool after our click means that the answer was taken back: then it may be given again.
  const busy = answered.current === tool || !isWaiting(tool);
  const answer = (outcome: ApprovalOutcome) => {
    // Asked of the ref: a second click may come before the buttons are drawn disabled.
    if (answered.current === tool) return;
    answered.current = tool;
    redraw(tool);
    post({ type: 'answer', callId, outcome, shown: { toolName: tool.toolName, args: tool.args } });
  };
  return (
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
    </div>
  );
}

function answerWords({ outcome, state }: ToolAnswer): string {
  if (state === 'elsewhere') return 'Answered elsewhere';
  const words = { proceed_once: 'Approved once', proceed_always: 'Always approved', cancel: 'Rejected' }[
    outcome
  ];
  return state === 'sending' ? `${words} (sending…)` : words;
}
