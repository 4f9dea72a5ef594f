import { valueFields } from '../format-value';
import { LongText } from './long-text';

/** A value of at most so many characters stands beside its label. */
const SHORT = 60;

/** A tool's arguments or its result, as text to read. */
export function ValueView({ title, value, empty }: ValueViewProps) {
  const fields = valueFields(value);
  return (
    <div class="value">
      <div class="value-title">{title}</div>
      {fields.length === 0 && <div class="muted">{empty}</div>}
      {fields.map(({ label, text }) => {
        const short = text.length <= SHORT && !text.includes('\n');
        return (
          <div class={`field${short && label !== undefined ? ' short' : ''}`} key={label ?? ''}>
            {label !== undefined && <div class="field-label">{label}</div>}
            <LongText text={text} />
          </div>
        );
      })}
    </div>
  );
}

interface ValueViewProps {
  readonly title: string;
  readonly value: unknown;
  /** What is said when there is nothing to show. */
  readonly empty: string;
}
