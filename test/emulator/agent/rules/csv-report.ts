import { chartSvg } from '../csv/chart';
import { figuresTable, groupsTable, reportMarkdown } from '../csv/report';
import type { AgentContext } from '../context';
import type { Rule } from '../rule';
import { analyzeCsv } from '../tools/csv';
import { writeFile } from '../tools/files';

const wish = /\b(?:csv|summari[sz]e|summary|analy[sz]e|analysis|report|chart|plot|data|numbers|figures)\b/i;

/** "Summarize the CSV": real figures, a report and a chart. */
export const csvReport: Rule = {
  name: 'summarise a CSV',
  example: 'Summarize this CSV (with one attached)',
  async match(context) {
    if (!wish.test(context.message)) return undefined;
    const path = await csvOf(context);
    return path === undefined ? undefined : () => summarise(context, path);
  },
};

/** A CSV that comes with a message for no other rule is summarised too. */
export const attachedCsv: Rule = {
  name: 'summarise an attached CSV',
  example: 'Anything else, with a CSV attached',
  async match(context) {
    const path = await csvOf(context);
    return path !== undefined && context.attached.includes(path) ? () => summarise(context, path) : undefined;
  },
};

/** The CSV that is meant: named in the message, attached to it, or the latest in the workspace. */
export async function csvOf({ message, attached, task }: AgentContext): Promise<string | undefined> {
  const files = (await task.workspace.files()).filter(({ path }) => /\.(?:csv|tsv)$/i.test(path));
  const named = files.find(({ path }) => message.includes(path.split('/').at(-1) ?? path));
  const given = files.find(({ path }) => attached.includes(path));
  const latest = files.reduce<(typeof files)[number] | undefined>(
    (best, file) => (best === undefined || file.modifiedAt >= best.modifiedAt ? file : best),
    undefined,
  );
  return (named ?? given ?? latest)?.path;
}

async function summarise(context: AgentContext, path: string): Promise<void> {
  await context.think('Understanding the request', `You want to know what is in ${path}.`);
  await context.say(`Let me look at \`${path}\`.`);
  const result = await context.use(analyzeCsv, { path });
  if (result.status === 'cancelled')
    return context.say(`I did not look at \`${path}\`, because you rejected it.`);
  if (result.status === 'error')
    return context.say(`\`${path}\` could not be read as a CSV: ${result.message}`);
  const analysis = result.output;
  await context.think('Writing it down', 'A report in Markdown and a chart as SVG, both at once.');
  const [report, chart] = await Promise.all([
    context.use(writeFile, { path: 'report.md', content: reportMarkdown(analysis) }),
    context.use(writeFile, { path: 'chart.svg', content: chartSvg(analysis) }),
  ]);
  const sections = [
    `## Summary of ${path.split('/').at(-1) ?? path}`,
    `The file has **${analysis.rowCount} rows** and **${analysis.columns.length} columns**.`,
    figuresTable(analysis),
    ...(analysis.grouped === null ? [] : [`### By ${analysis.grouped.column}`, groupsTable(analysis)]),
    '### Files',
    [outcome('report.md', 'the report', report.status), outcome('chart.svg', 'the chart', chart.status)].join(
      '\n',
    ),
  ];
  await context.say(sections.join('\n\n'));
}

function outcome(path: string, what: string, status: 'success' | 'error' | 'cancelled'): string {
  if (status === 'success') return `- \`${path}\`: ${what}`;
  return `- \`${path}\` was **not** written${status === 'cancelled' ? ', because you rejected it' : ''}.`;
}
