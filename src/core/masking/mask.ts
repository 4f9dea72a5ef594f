import { createHmac } from 'node:crypto';
import { formsOf, type SecretValue } from './secret-forms';

const BULLETS = '••••';
/** JSON that is nested deeper than this is hidden rather than searched. */
const MAX_DEPTH = 200;

/** Replaces secret values, in any of their forms, by `••••NAME`. Immutable; the leftmost and then the longest value counts. */
export class Mask {
  private readonly labels: ReadonlyMap<string, string>;
  private readonly pattern: RegExp;
  private readonly firsts: ReadonlySet<string>;
  /** UTF-16 units of the longest form. */
  private readonly longest: number;

  /** `sealKey`: random bytes that never leave the process. `secrets` must not be empty, see `createMask`. */
  constructor(
    secrets: readonly SecretValue[],
    private readonly sealKey: Uint8Array,
  ) {
    const forms = secrets.flatMap(({ name, value }) => formsOf(value).map((form) => ({ name, form })));
    // A name that contains somebody's value is not fit to be shown instead of it.
    const label = (name: string): string =>
      forms.some(({ form }) => name.includes(form)) ? BULLETS : `${BULLETS}${name}`;
    this.labels = new Map(forms.map(({ name, form }) => [form, label(name)]));
    const longestFirst = [...this.labels.keys()].sort((a, b) => b.length - a.length);
    this.longest = longestFirst[0]?.length ?? 0;
    this.pattern = new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
    this.firsts = new Set(longestFirst.map((form) => form.charAt(0)));
  }

  /** `text` with every value masked. */
  text(text: string): string {
    return text.replace(this.pattern, (form) => this.labels.get(form) ?? BULLETS);
  }

  /** JSON with every value masked, in strings and in the names of fields. The same object when there was nothing to mask. */
  json<T>(value: T): T;
  json(value: unknown): unknown {
    return this.walk(value, 0);
  }

  /**
   * What tells two values apart that look the same once they are masked; undefined when nothing in `value` is masked. Says
   * nothing about the values to whoever does not have the key.
   */
  seal(value: unknown): string | undefined {
    if (this.json(value) === value) return undefined;
    return createHmac('sha256', this.sealKey).update(canonical(value)).digest('base64url');
  }

  /** What of `text` is certain, masked, and the rest, in which a value may have begun that goes on in a later piece. */
  split(text: string): { readonly certain: string; readonly rest: string } {
    let certain = '';
    for (let from = 0; ;) {
      const hold = this.beginning(text, from);
      this.pattern.lastIndex = from;
      const found = this.pattern.exec(text);
      this.pattern.lastIndex = 0;
      if (found === null || found.index >= hold)
        return { certain: certain + text.slice(from, hold), rest: text.slice(hold) };
      certain += text.slice(from, found.index) + (this.labels.get(found[0]) ?? BULLETS);
      from = found.index + found[0].length;
    }
  }

  /** Where the first value begins that the end of `text` cuts; the length of `text` when it cuts none. */
  private beginning(text: string, from: number): number {
    for (let index = Math.max(from, text.length - this.longest + 1); index < text.length; index++) {
      if (!this.firsts.has(text.charAt(index))) continue;
      const rest = text.slice(index);
      for (const form of this.labels.keys())
        if (form.length > rest.length && form.startsWith(rest)) return index;
    }
    return text.length;
  }

  private walk(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > MAX_DEPTH) return BULLETS;
    if (Array.isArray(value)) {
      const items = value.map((item: unknown) => this.walk(item, depth + 1));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    return this.fields(value, depth);
  }

  private fields(value: object, depth: number): object {
    let changed = false;
    const fields = new Map<string, unknown>();
    for (const [name, field] of Object.entries(value)) {
      let key = this.text(name);
      // Two names may look the same once they are masked: none is lost.
      if (key !== name) while (fields.has(key) || key in value) key += '•';
      const masked = this.walk(field, depth + 1);
      changed ||= key !== name || masked !== field;
      fields.set(key, masked);
    }
    return changed ? Object.fromEntries(fields) : value;
  }
}

/** A mask for these values; undefined when none of them can be masked, so that nothing is searched in vain. */
export function createMask(secrets: readonly SecretValue[], sealKey: Uint8Array): Mask | undefined {
  return secrets.some(({ value }) => formsOf(value).length > 0) ? new Mask(secrets, sealKey) : undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** JSON with the fields in one order, as two calls that differ in the order alone are the same call. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
      : field,
  );
}
