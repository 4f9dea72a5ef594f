import { useState } from 'preact/hooks';
import { cutText } from '../cut-text';

/** Whether long texts are shown whole, where one button unfolds several of them. */
export interface Unfolding {
  readonly uncut: boolean;
  readonly showAll: () => void;
}

interface LongTextProps {
  readonly text: string;
  readonly class?: string;
  /** Absent: this text unfolds by itself. */
  readonly unfolding?: Unfolding | undefined;
}

/** Text that may be very long: its beginning, and a button for the rest. */
export function LongText({ text, class: name = '', unfolding }: LongTextProps) {
  const [all, setAll] = useState(false);
  const beginning = (unfolding?.uncut ?? all) ? text : cutText(text);
  const hidden = text.length - beginning.length;
  return (
    <>
      <pre class={`plain ${name}`} tabIndex={0}>
        {beginning}
        {hidden > 0 && '…'}
      </pre>
      {hidden > 0 && (
        <button
          type="button"
          class="text-button show-all"
          onClick={() => (unfolding === undefined ? setAll(true) : unfolding.showAll())}
        >
          Show all ({hidden.toLocaleString('en')} more characters)
        </button>
      )}
    </>
  );
}
