const MAX_FIRST_LINE = 120;

/**
 * The first message of a task whose files follow in the second one, as the API takes variables and files in no single request.
 * The task is called by its first message, so that begins with the person's own words.
 */
export function openingMessage(message: string): string {
  const [line = ''] = message.trim().split('\n', 1);
  const title = line.length > MAX_FIRST_LINE ? `${line.slice(0, MAX_FIRST_LINE).trimEnd()}…` : line;
  return `${title}\n\n(Do not start yet. My next message has the files for this: reply only that you are ready.)`;
}
