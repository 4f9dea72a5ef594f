/** The addresses in a `text/uri-list` (RFC 2483): one a line, `#` begins a comment. What is no address is left out. */
export function parseUriList(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== '' && !line.startsWith('#') && URL.canParse(line)))];
}
