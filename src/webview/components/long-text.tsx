import { useState } from 'preact/hooks';

const MOST_LINES = 40;
const MOST_CHARACTERS = 4000;

/** Text that may be very long: its beginning, and a button for the rest. */
export function LongText({ text, class: name = '' }: { readonly text: string; readonly class?: string }) {
  const [all, setAll] = useState(false);
  const beginning = all ? text : cut(text);
  const hidden = text.length - beginning.length;
  return (
    <>
      <pre class={`plain ${name}`} tabIndex={0}>
        {beginning}
        {hidden > 0 && '…'}
      </pre>
      {hidden > 0 && (
        <button type="button" class="text-button show-all" onClick={() => setAll(true)}>
          Show all ({hidden.toLocaleString('en')} more characters)
        </button>
      )}
    </>
  );
}

function cut(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS).split('\n');
  return lines.length > MOST_LINES ? lines.slice(0, MOST_LINES).join('\n') : lines.join('\n');
}
