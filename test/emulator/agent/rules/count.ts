import type { AgentContext } from '../context';
import type { Rule } from '../rule';
import { runShellCommand } from '../tools/shell';
import { listDirectory } from '../tools/files';

interface Count {
  path: string;
  lines: number;
  words: number;
  bytes: number;
}

/** "Count the lines", "how many files are there?" Counts by itself, or with `wc` when that is asked for. */
export const count: Rule = {
  name: 'count',
  example: 'Count the lines in these files',
  match(context) {
    const wanted = /\b(?:count|how many)\b.*\b(?:lines?|words?|files?|characters|bytes)\b/i.test(
      context.message,
    );
    return wanted ? () => countAll(context) : undefined;
  },
};

async function countAll(context: AgentContext): Promise<void> {
  await context.think('Counting', 'Lines, words and bytes of every text file.');
  if (/\bwc\b/.test(context.message)) {
    const result = await context.use(runShellCommand, { command: 'find . -type f | xargs -r wc' });
    if (result.status === 'success') await context.say(`\`\`\`\n${result.output.output.trimEnd()}\n\`\`\``);
    else await context.say('I did not count.');
    return;
  }
  const listed = await context.use(listDirectory, { path: '.' });
  if (listed.status !== 'success')
    return context.say('I did not count, because I could not look at the files.');
  const counts: Count[] = [];
  for (const { path, size } of listed.output.files) {
    const text = await context.task.workspace.readText(path);
    if (!text.includes('\0'))
      counts.push({ path, lines: lineCount(text), words: wordCount(text), bytes: size });
  }
  const sum = (of: (count: Count) => number): number => counts.reduce((total, item) => total + of(item), 0);
  const total = {
    lines: sum((item) => item.lines),
    words: sum((item) => item.words),
    bytes: sum((item) => item.bytes),
  };
  const rows = [
    ...counts.map((item) => `| \`${item.path}\` | ${item.lines} | ${item.words} | ${item.bytes} |`),
    `| **Total** | **${total.lines}** | **${total.words}** | **${total.bytes}** |`,
  ];
  const table = ['| File | Lines | Words | Bytes |', '| --- | ---: | ---: | ---: |', ...rows].join('\n');
  await context.say(`${counts.length} text file(s) with ${total.lines} lines in all:\n\n${table}`);
}

/** As `wc -l` would, but a last line without an end counts too. */
export function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
