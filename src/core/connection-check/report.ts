import type { CheckStep } from './step';

const marks = { good: '✓', bad: '✗', untried: '–' } as const;

/** The steps as plain text, to be read and handed on. `about`: lines that say where and when. */
export function connectionReport(steps: readonly CheckStep[], about: readonly string[]): string {
  const failed = steps.find(({ outcome }) => outcome === 'bad');
  const summary =
    failed === undefined
      ? 'Sigmic can be reached.'
      : `Sigmic cannot be reached as it should: see “${failed.station}”.`;
  return [summary, ...about, '', ...steps.flatMap(lines), ''].join('\n');
}

function lines({ station, outcome, words, advice, setting }: CheckStep): string[] {
  const indent = ' '.repeat(15);
  return [
    `${marks[outcome]} ${station.padEnd(12)} ${words}`,
    ...(advice === undefined ? [] : [`${indent}${advice}`]),
    ...(setting === undefined ? [] : [`${indent}Setting: ${setting}`]),
  ];
}
