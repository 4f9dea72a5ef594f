import type { CsvAnalysis } from './analysis';
import { figure } from './table';

/** The analysis as a Markdown report. */
export function reportMarkdown(analysis: CsvAnalysis): string {
  const { path, rowCount, columns } = analysis;
  const parts = [
    `# Summary of ${path}`,
    `${rowCount} rows, ${columns.length} columns: ${columns.map((name) => `\`${name}\``).join(', ')}.`,
    '## Figures',
    figuresTable(analysis),
    ...(analysis.grouped === null ? [] : [`## By ${analysis.grouped.column}`, groupsTable(analysis)]),
    '![Chart](chart.svg)',
  ];
  return `${parts.join('\n\n')}\n`;
}

export function figuresTable({ figures }: CsvAnalysis): string {
  if (figures.length === 0) return 'No column holds only numbers.';
  const rows = figures.map(
    ({ column, min, max, mean, sum }) =>
      `| ${cell(column)} | ${figure(min)} | ${figure(max)} | ${figure(mean)} | ${figure(sum)} |`,
  );
  return ['| Column | Min | Max | Mean | Sum |', '| --- | ---: | ---: | ---: | ---: |', ...rows].join('\n');
}

export function groupsTable({ grouped, figures }: CsvAnalysis): string {
  if (grouped === null) return '';
  const head = [grouped.column, 'Rows', ...figures.map(({ column }) => `Sum of ${column}`)].map(cell);
  const rows = grouped.groups.map(({ name, rows: count, sums }) => [
    cell(name),
    String(count),
    ...sums.map(figure),
  ]);
  const rule = head.map((_title, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** Text that cannot break out of a table cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[\r\n]+/g, ' ');
}
