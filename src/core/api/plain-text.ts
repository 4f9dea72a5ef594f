import { redact } from './redact';

const longest = 300;

/** Control, formatting (bidirectional, zero-width) and line separating characters: they hide or reorder text. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
const markup = /<[a-z!/?]/i;

/**
 * What a server said, fit to be shown and logged: short, one line, without invisible characters, keys, tokens or passwords.
 * Undefined when it is no plain text at all (not a string, empty, HTML).
 */
export function plainText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const start = value.slice(0, longest * 4);
  if (markup.test(start)) return undefined;
  const text = redact(start.replace(invisible, ' ')).trim();
  if (text === '') return undefined;
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
