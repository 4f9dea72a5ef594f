import type { EnvMap } from '../auth/env-map';

const mask = '[hidden]';
// Masking a one-letter "secret" would only garble the text, and the mask would give the letter away.
const shortestMasked = 3;

/** The text with the values of secrets struck out: they are never shown, whatever a tool prints. */
export function maskText(text: string, secrets: EnvMap): string {
  let masked = text;
  for (const value of Object.values(secrets).sort((a, b) => b.length - a.length)) {
    if (value.length >= shortestMasked) masked = masked.replaceAll(value, mask);
  }
  return masked;
}

/** The same for every string inside a plain JSON value; the shape stays as it was. */
export function maskSecrets<Value extends object>(value: Value, secrets: EnvMap): Value {
  if (Object.keys(secrets).length === 0) return value;
  const copy = structuredClone(value);
  maskInside(copy, secrets);
  return copy;
}

function maskInside(value: object, secrets: EnvMap): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner === 'string') Reflect.set(value, key, maskText(inner, secrets));
    else if (typeof inner === 'object' && inner !== null) maskInside(inner, secrets);
  }
}
