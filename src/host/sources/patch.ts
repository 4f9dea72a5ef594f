/** The change of one file in a patch. */
export interface PatchSection {
  /** The path below the repository, of a renamed file the new one. */
  readonly path: string;
  readonly content: Buffer;
  /** The patch only says that the file differs. */
  readonly isBinary: boolean;
}

/**
 * Takes a patch of git apart, file by file. Within a change each line begins with a mark, so headers are never mistaken. Only
 * \n ends a line: a changed line may have any other byte in it.
 */
export function sectionsOf(patch: Buffer): readonly PatchSection[] {
  // A letter a byte, so that nothing is lost.
  return patch
    .toString('latin1')
    .split(/(?<![^\n])(?=diff --)/)
    .filter((text) => text.startsWith('diff --'))
    .map((text) => {
      const header = headerOf(text);
      return {
        path: pathOf(header),
        content: Buffer.from(text, 'latin1'),
        isBinary: header.some((line) => /^Binary files .* differ$/.test(line)),
      };
    });
}

function headerOf(section: string): readonly string[] {
  const lines = section.split('\n');
  const end = lines.findIndex((line) => line.startsWith('@@'));
  return (end < 0 ? lines : lines.slice(0, end)).map((line) =>
    unquote(Buffer.from(line, 'latin1').toString('utf8')),
  );
}

/** Git says the path in several lines; each form is missing for some changes (deletions, modes, binaries, conflicts). */
function pathOf(header: readonly string[]): string {
  const named = (pattern: RegExp) => header.map((line) => pattern.exec(line)?.[1]).find(Boolean);
  return (
    named(/^rename to (.+)$/s) ??
    named(/^copy to (.+)$/s) ??
    named(/^\+\+\+ (?!\/dev\/null)(?:[a-z]\/)?(.+?)\t?$/s) ??
    named(/^--- (?!\/dev\/null)(?:[a-z]\/)?(.+?)\t?$/s) ??
    named(/^diff --git [a-z]\/(.+) [a-z]\/\1$/s) ??
    named(/^diff --git (.+) \1$/s) ??
    named(/^diff --(?:cc|combined) (.+)$/s) ??
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
