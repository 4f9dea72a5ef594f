import type { AttachedPart } from '../attachment';

/** Why a file looks like a secret, in words that follow "looks like": "an environment file", "a private key". */
export type SecretKind = string;

interface NameRule {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
}

/** Names that people give to files with secrets in them; matched against the path in lower case, with forward slashes. */
const names: readonly NameRule[] = [
  // Examples and templates are made to be shared.
  {
    kind: 'an environment file',
    pattern: /(?:^|\/)\.env(?:rc)?(?:\.(?!(?:example|sample|template|dist|defaults?|schema)$)[^/]*)?$/,
  },
  { kind: 'an environment file', pattern: /(?:^|\/)[^/]+\.env$/ },
  { kind: 'a private key', pattern: /(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/ },
  { kind: 'a key or certificate file', pattern: /\.(?:pem|key|p8|p12|pfx|ppk|jks|keystore|kdbx)$/ },
  {
    kind: 'a file with passwords',
    pattern: /(?:^|\/)(?:\.netrc|_netrc|\.pgpass|\.htpasswd|\.git-credentials|\.my\.cnf)$/,
  },
  {
    kind: 'a file with credentials',
    pattern: /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.kube\/config|credentials\.json)$/,
  },
  { kind: 'a file with secrets', pattern: /(?:^|\/)secrets?\.(?:json|ya?ml|toml|ini|txt)$/ },
  { kind: 'a file with secrets', pattern: /\.(?:tfvars|tfstate)(?:\.json)?$/ },
];

const anyToken = [
  // This service's own keys.
  'sigmic_[0-9a-f]{64}',
  // GitHub, GitLab, npm, PyPI.
  'gh[pousr]_[A-Za-z0-9]{36,}',
  'github_pat_[A-Za-z0-9_]{50,}',
  'glpat-[A-Za-z0-9_-]{20,}',
  'npm_[A-Za-z0-9]{36}',
  'pypi-[A-Za-z0-9_-]{50,}',
  // Clouds and services. Amazon's own documentation uses keys that end in EXAMPLE.
  '(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z2-7]{16}',
  'AIza[0-9A-Za-z_-]{35}',
  'xox[abeprs]-[0-9]{8,}-[A-Za-z0-9-]{10,}',
  '[sr]k_live_[A-Za-z0-9]{20,}',
  'sk-(?:ant-|proj-)[A-Za-z0-9_-]{32,}',
  'SG\\.[A-Za-z0-9_-]{20,24}\\.[A-Za-z0-9_-]{40,46}',
].join('|');

/** A token does not begin within a word; a line of a patch may begin with hyphens that are no part of one. */
const token = new RegExp(`(?:(?<![A-Za-z0-9_-])|(?<=^[-+ ]{1,3}))(?:${anyToken})(?![A-Za-z0-9_-])`, 'm');
/** A whole header and the beginning of what follows it: prose and code only mention the header. */
const privateKey =
  /-----BEGIN (?:[A-Z0-9]+ ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\r?\n|\\n)[A-Za-z0-9+/=:,. -]{16}/;
/** Files of package managers hold secrets only when somebody signed in. */
const registryFile = /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|pip\.conf|nuget\.config)$/;
/** A value, not a reference such as `${NPM_TOKEN}`. */
const registrySecret =
  /(?:_auth(?:Token)?|_password|password|npmAuth(?:Token|Ident)|ClearTextPassword)["']?\s*(?:[:=]|value=)\s*["']?(?![\s"'$%{])\S{4,}/i;

/** Whether a file's name is one that secrets have. */
export function secretByName(path: string): SecretKind | undefined {
  const lower = path.replaceAll('\\', '/').toLowerCase();
  return names.find(({ pattern }) => pattern.test(lower))?.kind;
}

/** What the first of these looks like that secrets do, by its name or by what is in it. */
export function secretIn(texts: readonly AttachedPart[]): SecretKind | undefined {
  for (const { path, content } of texts) {
    const kind = secretByName(path) ?? secretByContent(path, content);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Whether there is something in a file that only secrets look like. */
export function secretByContent(path: string, content: Uint8Array): SecretKind | undefined {
  const text = decode(content);
  if (privateKey.test(text)) return 'a private key';
  if (token.test(text)) return 'an access token';
  if (registryFile.test(path.toLowerCase()) && registrySecret.test(text)) return 'a file with credentials';
  return undefined;
}

/** The patterns are ASCII, so the bytes need not be valid UTF-8; UTF-16 is told by its mark. */
function decode(content: Uint8Array): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  }
  return bytes.toString('latin1');
}
