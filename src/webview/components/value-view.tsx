import { valueFields, type ValueField } from '../format-value';
import { LongText, type Unfolding } from './long-text';

/** A value of at most so many characters stands beside its label. */
const SHORT = 60;

/** A tool's result, as text to read. `empty` is what is said when there is nothing to show. */
export function ValueView({ title, value, empty }: ValueViewProps) {
  return <Fields title={title} fields={valueFields(value)} empty={empty} />;
}

/** Named texts under a title. */
export function Fields({ title, fields, empty, unfolding }: FieldsProps) {
  return (
    <div class="value">
      <div class="value-title">{title}</div>
      {fields.length === 0 && <div class="muted">{empty}</div>}
      {fields.map(({ label, text }) => {
        const short = text.length <= SHORT && !text.includes('\n');
        return (
          <div class={`field${short && label !== undefined ? ' short' : ''}`} key={label ?? ''}>
            {label !== undefined && <div class="field-label">{label}</div>}
            <LongText text={text} unfolding={unfolding} />
          </div>
        );
      })}
    </div>
  );
}

interface ValueViewProps {
  readonly title: string;
  readonly value: unknown;
  readonly empty: string;
}

interface FieldsProps {
  readonly title: string;
  readonly fields: readonly ValueField[];
  readonly empty?: string | undefined;
  readonly unfolding?: Unfolding | undefined;
}
