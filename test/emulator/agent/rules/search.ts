import type { Rule } from '../rule';
import { searchFileContent } from '../tools/search';

/** "Find TODO", "search for `parse`", "grep foo". */
export const search: Rule = {
  name: 'search',
  example: 'Find TODO (in the uploaded code)',
  match(context) {
    const found =
      /\b(?:search|look)(?:\s+the\s+\w+)?\s+for\s+(.+)$/i.exec(context.message) ??
      /\b(?:find|grep)(?:\s+for)?(?:\s+(?:all|every|each|the))*\s+(.+)$/i.exec(context.message);
    const pattern = found?.[1] === undefined ? undefined : wordOf(found[1]);
    if (pattern === undefined) return undefined;
    return async () => {
      await context.think('Searching', `for "${pattern}" in every text file`);
      const result = await context.use(searchFileContent, { pattern });
      if (result.status === 'cancelled') return context.say('I did not search, because you rejected it.');
      if (result.status === 'error') return context.say(`The search failed: ${result.message}`);
      const { matches, filesSearched } = result.output;
      if (matches.length === 0)
        return context.say(`\`${pattern}\` is in none of the ${filesSearched} files.`);
      const files = new Set(matches.map(({ path }) => path));
      const lines = matches.map(
        ({ path, line, text }) => `- \`${path}:${line}\`: \`${text.replaceAll('`', "'")}\``,
      );
      await context.say(
        `\`${pattern}\` is in ${matches.length} line(s) of ${files.size} file(s):\n\n${lines.join('\n')}`,
      );
    };
  },
};

/** What stands in quotes, else the first word. */
function wordOf(text: string): string | undefined {
  const quoted = /[`"'“](.+?)[`"'”]/.exec(text)?.[1];
  const [first] = text.trim().split(/\s+/);
  return quoted ?? (first?.replace(/[.,;:!?]+$/, '') || undefined);
}
