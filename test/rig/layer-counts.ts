import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { counts as folder } from './paths';

export interface Counts {
  passed: number;
  failed: number;
  /** The names of the tests that failed, and why. */
  failures: readonly string[];
}

/** Where a layer's run (e.g. "unit", "editor-oldest") writes its counts. */
export function countsFile(run: string): string {
  return join(folder, `${run}.json`);
}

/** Forgets an earlier run, so that a run that crashes cannot pass with old numbers. */
export async function forgetCounts(run: string): Promise<void> {
  await rm(countsFile(run), { force: true });
}

/** What the run wrote; a run that wrote nothing did not come to its end, and counts as one failure. */
export async function readCounts(run: string): Promise<Counts> {
  const parsed: unknown = await readFile(countsFile(run), 'utf8').then(JSON.parse, () => undefined);
  return isCounts(parsed) ? parsed : { passed: 0, failed: 1, failures: [`${run} did not come to its end`] };
}

function isCounts(value: unknown): value is Counts {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof Reflect.get(value, 'passed') === 'number' &&
    typeof Reflect.get(value, 'failed') === 'number' &&
    Array.isArray(Reflect.get(value, 'failures'))
  );
}
