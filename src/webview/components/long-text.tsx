import { useState } from 'preact/hooks';
import { cutText } from '../cut-text';

/** Whether long texts are shown whole, where one button unfolds several of them. */
export interface Unfolding {
  readonly uncut: boolean;
  /** Where the text is cut only says so: a button for all of them stands elsewhere. */
  readonly isOfferedElsewhere: boolean;
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
  const more = `${hidden.toLocaleString('en')} more characters`;
  return (
    <>
      <pre class={`plain ${name}`} tabIndex={0}>
        {beginning}
        {hidden > 0 && '…'}
      </pre>
      {hidden > 0 && unfolding?.isOfferedElsewhere === true && <div class="muted">{more}</div>}
      {hidden > 0 && unfolding?.isOfferedElsewhere !== true && (
        <button
          type="button"
          class="text-button show-all"
          onClick={() => (unfolding === undefined ? setAll(true) : unfolding.showAll())}
        >
          Show all ({more})
        </button>
      )}
    </>
  );
}
