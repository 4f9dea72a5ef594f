import type { AgentContext } from '../context';
import type { Rule } from '../rule';
import { listDirectory, readFile } from '../tools/files';
import { searchFileContent, type SearchMatch } from '../tools/search';
import { lineCount } from './count';

const codeFile = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|c|h|cpp|cs|php|kt|swift|sh|sql|css|html)$/i;
const maxFiles = 25;

interface CodeFigures {
  path: string;
  lines: number;
  blank: number;
  comments: number;
  functions: number;
  longestLine: number;
}

/** "Review this code": subagents read the files and report real figures. */
export const review: Rule = {
  name: 'review code',
  example: 'Review this code (with some attached)',
  match(context) {
    const wanted =
      /\b(?:review|explain|inspect|check|understand)\b.*\b(?:code|project|files?|functions?|this|it)\b/i;
    if (/\b(?:csv|tsv|data)\b/i.test(context.message)) return undefined;
    return wanted.test(context.message) ? () => reviewCode(context) : undefined;
  },
};

async function reviewCode(context: AgentContext): Promise<void> {
  await context.think('Planning the review', 'Two subagents read the code, I sum it up.');
  await context.say('I am handing the reading to two subagents.');
  // Two at once: their events come interleaved, told apart by name only.
  const [found, open] = await Promise.all([takeMeasure(context), findUnfinished(context)]);
  if (found.length === 0) {
    return context.say('There is no code in the workspace to review. Attach some files (a ZIP is fine).');
  }
  await context.say(reviewMarkdown(found, open));
}

async function takeMeasure(context: AgentContext): Promise<CodeFigures[]> {
  const reader = context.subagent('code_reviewer', 'Code reviewer', context.message);
  await reader.start('Reads every code file and takes its measure');
  const listed = await reader.use(listDirectory, { path: '.' });
  const paths = listed.status === 'success' ? listed.output.files.map(({ path }) => path) : [];
  const code = paths.filter((path) => codeFile.test(path)).slice(0, maxFiles);
  await reader.think(`${code.length} of ${paths.length} files are code.`);
  const figures: CodeFigures[] = [];
  for (const path of code) {
    const read = await reader.use(readFile, { path });
    if (read.status === 'success') figures.push(measure(path, read.output.content));
  }
  reader.end(`${figures.length} code files with ${lineSum(figures)} lines in all.`);
  return figures;
}

async function findUnfinished(context: AgentContext): Promise<SearchMatch[]> {
  const finder = context.subagent('todo_finder', 'TODO finder', 'Find what is unfinished');
  await finder.start('Searches all files for TODO');
  await finder.think('Whoever leaves work undone often says so.');
  const todo = await finder.use(searchFileContent, { pattern: 'TODO' });
  const open = todo.status === 'success' ? todo.output.matches : [];
  finder.end(`${open.length} lines hold a TODO.`);
  return open;
}

const lineSum = (figures: readonly CodeFigures[]): number =>
  figures.reduce((total, file) => total + file.lines, 0);

function reviewMarkdown(figures: readonly CodeFigures[], open: readonly SearchMatch[]): string {
  const rows = figures.map(
    (file) =>
      `| \`${file.path}\` | ${file.lines} | ${file.functions} | ${file.comments} | ${file.longestLine} |`,
  );
  const parts = [
    '## Review',
    `${figures.length} code file(s) with ${lineSum(figures)} lines in all.`,
    [
      '| File | Lines | Functions | Comment lines | Longest line |',
      '| --- | ---: | ---: | ---: | ---: |',
      ...rows,
    ].join('\n'),
    '### What I noticed',
    remarks(figures, open).join('\n'),
  ];
  return parts.join('\n\n');
}

function measure(path: string, text: string): CodeFigures {
  const lines = text.split(/\r?\n/);
  const functions = /\bfunction\b|=>|^\s*(?:async\s+)?def\s|\bfunc\s|\bfn\s/;
  return {
    path,
    lines: lineCount(text),
    blank: lines.filter((line) => line.trim() === '').length,
    comments: lines.filter((line) => /^\s*(?:\/\/|#|\/?\*|--)/.test(line)).length,
    functions: lines.filter((line) => functions.test(line)).length,
    longestLine: lines.reduce((longest, line) => Math.max(longest, line.length), 0),
  };
}

function remarks(
  figures: readonly CodeFigures[],
  todos: readonly { path: string; line: number; text: string }[],
): string[] {
  const long = figures.filter(({ longestLine }) => longestLine > 120);
  const bare = figures.filter(({ comments, lines }) => comments === 0 && lines > 20);
  const found = [
    ...long.map(({ path, longestLine }) => `- \`${path}\` has a line of ${longestLine} characters.`),
    ...bare.map(({ path, lines }) => `- \`${path}\` has ${lines} lines and no comment.`),
    ...todos.map(
      ({ path, line, text }) => `- \`${path}:${line}\` is unfinished: \`${text.replaceAll('`', "'")}\``,
    ),
  ];
  return found.length > 0 ? found : ['- Nothing that my few rules would object to.'];
}
