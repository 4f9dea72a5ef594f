import type { Links } from './lexer';

/** Labels whose definition came, changed or went between `before` and `after`. */
export function changedLabels(before: Links, after: Links): readonly string[] {
  const labels = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...labels].filter(
    (label) => before[label]?.href !== after[label]?.href || before[label]?.title !== after[label]?.title,
  );
}

/** Whether a block's source may refer to one of `labels` (normalised as Markdown does: case and white space folded). */
export function mentionsAny(raw: string, labels: readonly string[]): boolean {
  if (labels.length === 0 || !raw.includes('[')) return false;
  // Three steps, since some letters (ẞ and SS) meet only in the other case.
  const folded = raw.toLowerCase().toUpperCase().toLowerCase().replace(/\s+/g, ' ');
  return labels.some((label) => folded.includes(label));
}
