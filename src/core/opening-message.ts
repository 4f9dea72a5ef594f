const MAX_FIRST_LINE = 120;

/**
 * The first message of a task whose files follow in the second one, as the API takes variables and files in no single request.
 * The API knows no titles: here and elsewhere a task is called by how its first message begins, so that is the first line of the
 * person's own words, and what the agent is told is a paragraph of its own.
 */
export function openingMessage(message: string): string {
  const [line = ''] = message.trim().split('\n', 1);
  const title = line.length > MAX_FIRST_LINE ? `${line.slice(0, MAX_FIRST_LINE).trimEnd()}…` : line;
  return `${title}\n\n(Do not start yet. My next message has the files for this: reply only that you are ready.)`;
}
