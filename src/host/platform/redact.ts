/** Keys (api.md "Authentication"), and the fronts of those that were cut short. */
const keys = /sigmic_[0-9a-f]{8,}/gi;
/** Tokens: header, payload and, when it is there, the signature. */
const tokens = /eyJ[\w-]{8,}\.[\w-]+(\.[\w-]*)?/g;

/** `text` without anything that looks like a credential. */
export function redact(text: string): string {
  return text.replace(keys, 'sigmic_[redacted]').replace(tokens, '[redacted token]');
}
