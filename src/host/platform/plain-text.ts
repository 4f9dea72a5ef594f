/** Controls and format characters (bidirectional marks, zero-width ones, tags), but for the joiners of emoji and scripts. */
const deceptive = /(?![\u00ad\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** `text` of a stranger with every character that could mislead the eye written out, e.g. "<U+202E>". */
export function visible(text: string): string {
  return text.replace(deceptive, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}

/** The first line that says something, for a label of at most `max` characters. */
export function firstLine(text: string, max = 100): string {
  const line = text.split(/\r\n|[\n\r\u2028\u2029]/).find((candidate) => candidate.trim() !== '') ?? '';
  const clean = visible(line.replace(/\t/g, ' ').trim());
  const characters = Array.from(clean);
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : clean;
}
