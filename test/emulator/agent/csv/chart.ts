import type { CsvAnalysis } from './analysis';
import { figure } from './table';

const width = 640;
const barHeight = 28;
const gap = 10;
const left = 150;
const right = 90;
const top = 56;

/** A bar chart: the first numeric column by group, else the mean of each numeric column, else the row count. */
export function chartSvg(analysis: CsvAnalysis): string {
  const { title, bars } = barsOf(analysis);
  const largest = Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const height = top + bars.length * (barHeight + gap) + gap;
  const drawn = bars.map(({ name, value }, index) => {
    const y = top + index * (barHeight + gap);
    const length = Math.max(1, ((width - left - right) * Math.abs(value)) / largest);
    const middle = y + barHeight / 2 + 5;
    return [
      `<text x="${left - 10}" y="${middle}" text-anchor="end">${escape(shorten(name))}</text>`,
      `<rect x="${left}" y="${y}" width="${figure(length)}" height="${barHeight}" rx="3" fill="${value < 0 ? '#c4483c' : '#3b7dd8'}"/>`,
      `<text x="${figure(left + length + 8)}" y="${middle}">${figure(value)}</text>`,
    ].join('\n  ');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}" font-family="sans-serif" font-size="14" fill="#333">
  <rect width="100%" height="100%" fill="#fff"/>
  <text x="${gap}" y="32" font-size="18" font-weight="bold">${escape(title)}</text>
  ${drawn.join('\n  ')}
</svg>
`;
}

function barsOf({ figures, grouped, rowCount }: CsvAnalysis): {
  title: string;
  bars: { name: string; value: number }[];
} {
  const [first] = figures;
  if (grouped !== null) {
    const title = `${first === undefined ? 'Rows' : `Sum of ${first.column}`} by ${grouped.column}`;
    return { title, bars: grouped.groups.map(({ name, rows, sums }) => ({ name, value: sums[0] ?? rows })) };
  }
  if (first === undefined) return { title: 'Rows', bars: [{ name: 'rows', value: rowCount }] };
  return {
    title: 'Mean of each column',
    bars: figures.map(({ column, mean }) => ({ name: column, value: mean })),
  };
}

/** What fits to the left of a bar. */
function shorten(name: string): string {
  return name.length > 18 ? `${name.slice(0, 16)}…` : name;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
