import { figure, numberOf, parseTable, type Table } from '../csv/table';
import { figuresTable } from '../csv/report';
import { analyze } from '../csv/analysis';
import type { AgentContext } from '../context';
import type { Rule } from '../rule';
import { readFile } from '../tools/files';
import { csvOf } from './csv-report';

const maxRows = 20;

/** After a CSV: "which one is highest?", "now sort by sales", "what is the average of sales?" */
export const csvQuestion: Rule = {
  name: 'ask about a CSV',
  example: 'Which one is the highest? Now sort by sales (after a CSV)',
  async match(context) {
    const sort = /\bsort(?:ed)?\b/i.test(context.message);
    const extreme =
      /\b(highest|largest|biggest|most|maximum|max|best|top|lowest|smallest|least|minimum|min|worst)\b/i.exec(
        context.message,
      )?.[1];
    const figures = /\b(?:average|mean|sum|total)\b/i.test(context.message);
    // A wish for a whole report that also speaks of totals is for the rule after this one.
    if (/\b(?:summar|analy[sz]|report|chart|plot)/i.test(context.message)) return undefined;
    if (!sort && extreme === undefined && !figures) return undefined;
    const path = await csvOf(context);
    if (path === undefined) return undefined;
    return async () => {
      await context.think('Going back to the data', `The question is about ${path}.`);
      const result = await context.use(readFile, { path });
      if (result.status === 'cancelled')
        return context.say(`I did not read \`${path}\`, because you rejected it.`);
      if (result.status === 'error') return context.say(`\`${path}\` could not be read: ${result.message}`);
      const { content } = result.output;
      if (sort) await context.say(sortedRows(context, parseTable(content)));
      else if (extreme !== undefined) await context.say(extremeRow(context, parseTable(content), extreme));
      else await context.say(`The figures of \`${path}\`:\n\n${figuresTable(analyze(path, content))}`);
    };
  },
};

function extremeRow(context: AgentContext, table: Table, word: string): string {
  const column = columnOf(context, table, true);
  if (column === undefined) return 'No column of the file holds numbers.';
  const isLow = /low|small|least|min|worst/i.test(word);
  const best = sorted(table, column, !isLow)[0] ?? [];
  const cells = table.columns.map((name, index) => `- ${name}: ${best[index] ?? ''}`).join('\n');
  const value = figure(numberOf(best[column] ?? '') ?? 0);
  const label = best.find((cell, index) => index !== column && cell !== '') ?? 'a row';
  return `The ${word.toLowerCase()} \`${table.columns[column] ?? ''}\` is **${value}** (${label}):\n\n${cells}`;
}

function sortedRows(context: AgentContext, table: Table): string {
  const column = columnOf(context, table, false);
  if (column === undefined) return `I do not know by which column. There are: ${table.columns.join(', ')}.`;
  const descending = /\b(?:desc\w*|highest first|largest first|down)\b/i.test(context.message);
  const rows = sorted(table, column, descending);
  const lines = [table.columns, table.columns.map(() => '---'), ...rows.slice(0, maxRows)];
  const markdown = lines
    .map((line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
  const rest = rows.length > maxRows ? `\n\nThese are the first ${maxRows} of ${rows.length} rows.` : '';
  return `Sorted by \`${table.columns[column] ?? ''}\`, ${descending ? 'highest' : 'lowest'} first:\n\n${markdown}${rest}`;
}

/** The column that the message names; else one that an earlier question named; else the first with numbers. */
function columnOf(
  { message, history }: AgentContext,
  { columns, rows }: Table,
  numeric: boolean,
): number | undefined {
  const isNumeric = (index: number): boolean =>
    rows.every((row) => row[index] === '' || numberOf(row[index] ?? '') !== undefined);
  const usable = columns.map((_name, index) => index).filter((index) => !numeric || isNumeric(index));
  const asked = [
    message,
    ...history
      .filter(({ role }) => role === 'user')
      .map(({ content }) => content)
      .reverse(),
  ];
  for (const text of asked) {
    const named = usable.find((index) => text.toLowerCase().includes((columns[index] ?? '').toLowerCase()));
    if (named !== undefined) return named;
  }
  return usable.find(isNumeric);
}

function sorted({ rows }: Table, column: number, descending: boolean): string[][] {
  const compare = (a: string, b: string): number => {
    const [left, right] = [numberOf(a), numberOf(b)];
    return left !== undefined && right !== undefined ? left - right : a.localeCompare(b);
  };
  return [...rows].sort((a, b) => compare(a[column] ?? '', b[column] ?? '') * (descending ? -1 : 1));
}
