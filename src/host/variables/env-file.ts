/** What a .env file says. */
export interface EnvFile {
  /** The last one counts when a name comes twice. */
  readonly entries: ReadonlyMap<string, string>;
  /** Numbers (from 1) of the lines that are no variable; nothing is left out unsaid. */
  readonly unreadable: readonly number[];
}

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(.*)$/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Reads a .env file by these rules, the common ground of the usual tools:
 * - `NAME=value` on a line, `export` before it and blanks around the name and the value are allowed; lines end with LF or CR LF;
 * - blank lines and lines that begin with `#` say nothing; after a value, `#` begins a comment when a blank stands before it;
 * - in 'single quotes' all is as it stands; in "double quotes" `\n`, `\r`, `\t` are these characters and `\` before any other
 *   character stands for that; a value in either quotes may go over several lines;
 * - nothing is expanded: `$NAME` stays as it is.
 */
export function parseEnvFile(text: string): EnvFile {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const entries = new Map<string, string>();
  const unreadable: number[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (/^[ \t]*(#|$)/.test(line)) continue;
    const [, name, begun = ''] = assignment.exec(line) ?? [];
    const quote = /^["']/.exec(begun)?.[0];
    if (name !== undefined && quote === undefined) {
      entries.set(name, begun.replace(/(^|[ \t]+)#.*$/, '').trimEnd());
      continue;
    }
    const value = name === undefined ? undefined : quoted([begun, ...lines.slice(index + 1)], quote);
    if (name === undefined || value === undefined) {
      unreadable.push(index + 1);
      continue;
    }
    entries.set(name, value.text);
    index += value.lines - 1;
  }
  return { entries, unreadable };
}

/** The value in quotes at the beginning, and how many lines it takes; undefined when it does not end, or something follows it. */
function quoted(
  lines: readonly string[],
  quote: string | undefined,
): { readonly text: string; readonly lines: number } | undefined {
  const all = lines.join('\n');
  const pattern = quote === '"' ? /^"((?:[^"\\]|\\[^])*)"[ \t]*(?:#.*)?$/m : /^'([^']*)'[ \t]*(?:#.*)?$/m;
  const found = pattern.exec(all);
  if (found?.index !== 0) return undefined;
  const [whole, inner = ''] = found;
  const text =
    quote === '"' ? inner.replace(/\\([^])/g, (_escape, char: string) => escapes[char] ?? char) : inner;
  return { text, lines: whole.split('\n').length };
}
