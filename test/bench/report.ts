import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { out, projectRoot } from '../rig/paths';
import type { Figure } from './measure';

/** Prints the figures and writes them to out/bench.json, with what one must know to compare them later. */
export async function report(figures: readonly Figure[]): Promise<void> {
  console.table(
    Object.fromEntries(
      figures.map(({ name, what, against, ratio, target }) => [
        name,
        { what, against, ratio: round(ratio), target: target ?? '' },
      ]),
    ),
  );
  for (const { name, detail } of figures) console.log(`${name}: ${detail}`);
  const file = join(out, 'bench.json');
  await mkdir(out, { recursive: true });
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const content = { date: new Date().toISOString(), commit: commit(), machine, figures };
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`);
  console.log(`\nWritten to ${file}`);
}

function round(ratio: number): number {
  return Number(ratio.toPrecision(3));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: projectRoot,
      encoding: 'utf8',
    }).trim();
  } catch {
    return 'unknown';
  }
}
