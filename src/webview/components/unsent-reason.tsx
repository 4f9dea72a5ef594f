import { useEffect, useState } from 'preact/hooks';
import type { ToolSegment } from '../../core/session/transcript';
import { visibleProse } from '../visible-text';
import { useView } from './view-context';

/** A reason that was being written when its question was closed in another way: it is not lost. */
export function UnsentReason({ tool, callId }: { readonly tool: ToolSegment; readonly callId: string }) {
  const { reasons, takeUp } = useView();
  const [, redraw] = useState(0);
  const isSettled = tool.answer?.state !== 'sending';
  const wasSent = reasons.wasSent(callId);
  const text = reasons.get(callId)?.trim() ?? '';
  const isDone = isSettled && (wasSent || text === '');
  useEffect(() => {
    // What was sent is the host's from here on, which says so should it not arrive.
    if (isDone) reasons.delete(callId);
  }, [isDone]);
  if (text === '' || wasSent) return null;
  const drop = () => {
    reasons.delete(callId);
    redraw((count) => count + 1);
  };
  return (
    <div class="answer">
      Your reason was not sent: <q class="prose">{visibleProse(text)}</q>{' '}
      <button
        type="button"
        class="text-button"
        onClick={() => {
          if (takeUp(text)) drop();
        }}
      >
        Use as message
      </button>{' '}
      <button type="button" class="text-button" onClick={drop}>
        Discard
      </button>
    </div>
  );
}
