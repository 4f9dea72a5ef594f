import { revealText } from '../core/revealed-text';
import { visibleLine, visibleLines } from './visible-text';

/** A part of a tool's arguments or result, ready to be shown as text. */
export interface ValueField {
  /** Absent when the value is not made of fields. */
  readonly label?: string;
  readonly text: string;
}

/** Values with more fields than this are shown as JSON in one piece. */
const MOST_FIELDS = 30;

/**
 * JSON from the server as text to read: a string is its own text, an object one field after another, so that commands and files
 * of many lines can be read as such; anything else is pretty-printed JSON. Hidden characters are written out.
 */
export function valueFields(value: unknown): readonly ValueField[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'object' && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0 && entries.length <= MOST_FIELDS) {
      return entries.map(([key, field]) => ({ label: visibleLine(key, 80), text: valueText(field) }));
    }
  }
  return [{ text: valueText(value) }];
}

/** Arguments by name, each value in JSON's own notation. */
export function jsonFields(values: Readonly<Record<string, unknown>>): readonly ValueField[] {
  return Object.entries(values).map(([name, value]) => ({
    label: revealText(/^\w+$/.test(name) ? name : JSON.stringify(name)).text,
    text: revealText(JSON.stringify(value)).text,
  }));
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : visibleLines(value);
  try {
    return visibleLines(JSON.stringify(value, undefined, 2));
  } catch {
    return '(This value cannot be shown.)';
  }
}
