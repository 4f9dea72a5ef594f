import { inspect } from 'node:util';
import { redact } from '../../core/api';
import { makeVisible, visibleLines } from '../../core/visible-text';

/**
 * What is written to the log for these parts: without credentials and what `mask` takes out, and with nothing in it that hides, reorders
 * or poses as another entry. Words are one line; errors keep the lines of their stack, which are indented.
 */
export function logText(parts: readonly unknown[], mask: (text: string) => string): string {
  // Masked as it is: written out, a secret of several lines would be another text.
  const clean = (text: string): string => mask(redact(text));
  return parts
    .map((part) =>
      typeof part === 'string'
        ? makeVisible(clean(part))
        : visibleLines(clean(inspect(part))).replace(/\n\s*/g, '\n    '),
    )
    .join(' ');
}
