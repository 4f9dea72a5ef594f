import { analyze, type CsvAnalysis } from '../csv/analysis';
import { reportMarkdown } from '../csv/report';
import type { Tool } from '../tool';

export const analyzeCsv: Tool<{ path: string }, CsvAnalysis> = {
  name: 'analyze_csv',
  run: async ({ path }, { workspace }) => analyze(path, await workspace.readText(path)),
  text: reportMarkdown,
};
