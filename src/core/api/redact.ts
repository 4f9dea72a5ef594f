/** Keys (api.md "Authentication"), and the fronts of those that were cut short. */
const keys = /sigmic_[0-9a-z]{8,}/gi;
/** Tokens: a header, and what follows of payload and signature. */
const tokens = /eyJ[\w-]{8,}(\.[\w-]*)*/g;
/** What stands behind the scheme of an Authorization header; prose ("Basic authentication") has no digit or sign in it. */
const authorization = /\b(Bearer|Basic)\s+(?!realm=|sigmic_\[|\[)(?=\S*[\d=+/_-])[^\s"',;]+/gi;
/** User name and password in front of a URL's host, as proxies have them. */
const userInfo = /(?<=\/\/)[^/\s?#"'<>]+@/g;
/** Fields and parameters with a secret's name, where their syntax leaves no doubt. */
const secretNames = '(?:app_?secret|client_?secret|api_?key|secret|password|token|access_?token)';
const fields = new RegExp(`(["']${secretNames}["']\\s*:\\s*)(?:"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?)`, 'gi');
const parameters = new RegExp(`([?&]${secretNames}=)[^&\\s#"']+`, 'gi');

/**
 * `text` without anything that looks like a credential. The one place that knows what they look like: the log and all words of a
 * server pass through here.
 */
export function redact(text: string): string {
  return text
    .replace(keys, 'sigmic_[redacted]')
    .replace(tokens, '[redacted token]')
    .replace(authorization, '$1 [redacted]')
    .replace(userInfo, '[redacted]@')
    .replace(fields, '$1"[redacted]"')
    .replace(parameters, '$1[redacted]');
}
