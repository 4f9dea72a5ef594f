import { useEffect, useRef } from 'preact/hooks';

interface ReasonBoxProps {
  readonly text: string;
  readonly onWrite: (text: string) => void;
  readonly onReject: () => void;
  /** The person left it empty after all. */
  readonly onLeave: () => void;
}

/** Where a person says why a call is rejected. Enter rejects. */
export function ReasonBox({ text, onWrite, onReject, onLeave }: ReasonBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (text === '') box.current?.focus();
    // Only when it appears.
  }, []);
  return (
    <div class="reason">
      <input
        ref={box}
        type="text"
        aria-label="Reason"
        placeholder="Why not? Press Enter to reject"
        title="Rejects at once; the reason is sent as a message when Sigmic is ready for one"
        value={text}
        onInput={(event) => onWrite(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) onReject();
          else if (event.key === 'Escape' && text === '') onLeave();
        }}
      />
    </div>
  );
}
