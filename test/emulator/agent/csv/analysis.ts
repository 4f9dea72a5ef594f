import { groups, numericColumns, parseTable, type ColumnFigures, type Group } from './table';

/** What `analyze_csv` finds out. */
export interface CsvAnalysis {
  readonly path: string;
  readonly rowCount: number;
  readonly columns: string[];
  readonly figures: ColumnFigures[];
  readonly grouped: { column: string; groups: Group[] } | null;
}

export function analyze(path: string, text: string): CsvAnalysis {
  const table = parseTable(text);
  const figures = numericColumns(table);
  return {
    path,
    rowCount: table.rows.length,
    columns: table.columns,
    figures,
    grouped: groups(table, figures) ?? null,
  };
}
