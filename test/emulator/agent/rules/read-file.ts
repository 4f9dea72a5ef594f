import { basename, extname } from 'node:path';
import type { AgentContext } from '../context';
import type { Rule } from '../rule';
import { readFile } from '../tools/files';

const maxQuoted = 4_000;

/** "Read notes.md", "show me src/app.ts". */
export const readAFile: Rule = {
  name: 'read a file',
  example: 'Read notes.md',
  async match(context) {
    if (!/\b(?:read|show|open|cat|print|display)\b/i.test(context.message)) return undefined;
    const path = await namedFile(context);
    if (path === undefined) return undefined;
    return async () => {
      await context.think(`Reading ${path}`);
      const result = await context.use(readFile, { path });
      if (result.status === 'cancelled')
        return context.say(`I did not read \`${path}\`, because you rejected it.`);
      if (result.status === 'error') return context.say(`\`${path}\` could not be read: ${result.message}`);
      const { content } = result.output;
      const shown = content.slice(0, maxQuoted);
      const cut =
        shown.length < content.length
          ? `\n\nThe rest (${content.length - shown.length} characters) is left out.`
          : '';
      const lines = content.split('\n').length;
      await context.say(`\`${path}\` (${lines} lines):\n\n${codeBlock(shown, path)}${cut}`);
    };
  },
};

/** The file that a message names: by a path of the workspace, or by its last part. A wish for an unknown file is passed on. */
async function namedFile({ message, task }: AgentContext): Promise<string | undefined> {
  const names = message.match(/[\w@.()/-]*[\w)]\.[A-Za-z]\w{0,9}|(?:\.{1,2}\/|\/)[\w./-]+/g) ?? [];
  const files = await task.workspace.files();
  for (const name of names) {
    const exact = files.find(({ path }) => path === name || path === `uploads/${name}`);
    const found = exact ?? files.find(({ path }) => basename(path) === basename(name));
    if (found !== undefined && !name.includes('..')) return found.path;
  }
  return names[0];
}

/** A fence that is longer than any fence inside. */
export function codeBlock(content: string, path: string): string {
  const longest = Math.max(2, ...(content.match(/`{3,}/g) ?? []).map((fence) => fence.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${extname(path).slice(1)}\n${content.trimEnd()}\n${fence}`;
}
