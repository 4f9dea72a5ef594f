import { parse } from 'csv-parse/sync';

/** A CSV with its header; every row has as many cells as there are columns. */
export interface Table {
  readonly columns: string[];
  readonly rows: string[][];
}

export interface ColumnFigures {
  readonly column: string;
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly sum: number;
}

/** Throws when the text is no CSV with a header and at least one row. */
export function parseTable(text: string): Table {
  const records: unknown = parse(text, {
    bom: true,
    skip_empty_lines: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    delimiter: delimiterOf(text),
  });
  const lines = (Array.isArray(records) ? records : []).filter((line): line is string[] =>
    Array.isArray(line),
  );
  const [columns, ...rows] = lines;
  if (columns === undefined || rows.length === 0) throw new Error('there is no header with rows below it');
  return { columns, rows: rows.map((row) => columns.map((_column, index) => row[index] ?? '')) };
}

/** The sign that the header holds most of. */
function delimiterOf(text: string): string {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: header.split(sign).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).sign;
}

export function numberOf(cell: string): number | undefined {
  const plain = cell.replaceAll(/[$€£%\s]|,(?=\d{3}\b)/g, '');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : undefined;
}

/** The figures of each column whose filled cells are all numbers. */
export function numericColumns({ columns, rows }: Table): ColumnFigures[] {
  return columns.flatMap((column, index) => {
    const filled = rows.map((row) => row[index] ?? '').filter((cell) => cell !== '');
    const values = filled.map(numberOf).filter((value) => value !== undefined);
    if (values.length === 0 || values.length < filled.length) return [];
    const sum = values.reduce((total, value) => total + value, 0);
    const min = values.reduce((a, b) => Math.min(a, b));
    const max = values.reduce((a, b) => Math.max(a, b));
    return [{ column, count: values.length, min, max, mean: sum / values.length, sum }];
  });
}

export interface Group {
  readonly name: string;
  readonly rows: number;
  /** Sum of each numeric column, in the order of `numericColumns`. */
  readonly sums: number[];
}

/** A column that sorts the rows into a handful of kinds, and the rows of each kind summed up. */
export function groups(
  table: Table,
  figures: readonly ColumnFigures[],
): { column: string; groups: Group[] } | undefined {
  const numeric = new Set(figures.map(({ column }) => column));
  const candidates = table.columns.flatMap((column, index) => {
    const kinds = new Set(table.rows.map((row) => row[index] ?? ''));
    const isCategory =
      !numeric.has(column) && kinds.size > 1 && kinds.size <= 12 && kinds.size < table.rows.length;
    return isCategory ? [{ column, index, kinds: [...kinds] }] : [];
  });
  const chosen = candidates[0];
  if (chosen === undefined) return undefined;
  const found = chosen.kinds.map((name) => {
    const rows = table.rows.filter((row) => row[chosen.index] === name);
    const sums = figures.map(({ column }) => {
      const index = table.columns.indexOf(column);
      return rows.reduce((total, row) => total + (numberOf(row[index] ?? '') ?? 0), 0);
    });
    return { name: name === '' ? '(empty)' : name, rows: rows.length, sums };
  });
  return { column: chosen.column, groups: found };
}

/** A figure for people: at most two decimals. */
export function figure(value: number): string {
  return String(Number(value.toFixed(2)));
}
