import type { Rule } from '../rule';
import { listDirectory } from '../tools/files';

/** "List all files". */
export const listFiles: Rule = {
  name: 'list files',
  example: 'List all files',
  match(context) {
    if (!/\b(?:list|show|which|what)\b.*\b(?:files?|folder|directory|workspace)\b/i.test(context.message))
      return undefined;
    return async () => {
      await context.think('Looking at the workspace');
      const result = await context.use(listDirectory, { path: '.' });
      if (result.status === 'cancelled')
        return context.say('I did not list the files, because you rejected it.');
      if (result.status === 'error') return context.say(`The files could not be listed: ${result.message}`);
      const { files } = result.output;
      if (files.length === 0) return context.say('The workspace is empty.');
      const rows = files.map(({ path, size }) => `| \`${path}\` | ${size} |`).join('\n');
      await context.say(
        `The workspace holds ${files.length} file(s):\n\n| File | Bytes |\n| --- | ---: |\n${rows}`,
      );
    };
  },
};
