const MOST_LINES = 40;
const MOST_CHARACTERS = 4000;

/** What is shown of a text until all of it is asked for: at most 40 lines and 4,000 characters. */
export function cutText(text: string): string {
  const lines = text.slice(0, MOST_CHARACTERS).split('\n');
  return lines.length > MOST_LINES ? lines.slice(0, MOST_LINES).join('\n') : lines.join('\n');
}
