/** The change of one file in a patch. */
export interface PatchSection {
  /** The path below the repository, of a renamed file the new one. */
  readonly path: string;
  readonly text: string;
  /** The patch only says that the file differs. */
  readonly isBinary: boolean;
}

/** Takes a patch of git apart, file by file. Within a change each line begins with a mark, so headers are never mistaken. */
export function sectionsOf(patch: string): readonly PatchSection[] {
  return patch
    .split(/^(?=diff --)/m)
    .filter((text) => text.startsWith('diff --'))
    .map((text) => ({ path: pathOf(text), text, isBinary: /^Binary files .* differ$/m.test(text) }));
}

/** Git says the path in several lines; each form is missing for some changes (deletions, modes, binaries, conflicts). */
function pathOf(section: string): string {
  const [header] = section.split(/^@@/m, 1);
  const lines = (header ?? '').split('\n').map(unquote);
  const named = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean);
  return (
    named(/^rename to (.+)$/) ??
    named(/^copy to (.+)$/) ??
    named(/^\+\+\+ (?!\/dev\/null)(?:[a-z]\/)?(.+?)\t?$/) ??
    named(/^--- (?!\/dev\/null)(?:[a-z]\/)?(.+?)\t?$/) ??
    named(/^diff --git [a-z]\/(.+) [a-z]\/\1$/) ??
    named(/^diff --git (.+) \1$/) ??
    named(/^diff --(?:cc|combined) (.+)$/) ??
    ''
  );
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

/** Git quotes what is not ASCII: `"b/\303\274.txt"`. */
function unquote(line: string): string {
  return line.replace(/"((?:[^"\\]|\\.)*)"/g, (_whole, quoted: string) => {
    const parts = quoted.match(/\\[0-7]{3}|\\.|[^\\]+/g) ?? [];
    return Buffer.concat(parts.map(bytesOf)).toString('utf8');
  });
}

function bytesOf(part: string): Buffer {
  if (!part.startsWith('\\')) return Buffer.from(part);
  const code = part.slice(1);
  return code.length === 3 ? Buffer.of(Number.parseInt(code, 8)) : Buffer.from(escapes[code] ?? code);
}
