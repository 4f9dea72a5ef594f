import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';
import type { Counts } from './layer-counts';

/** Mocha's `spec` reporter, which also writes the counts, and what failed, to the JSON file that SIGMIC_RIG_COUNTS names. */
export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env['SIGMIC_RIG_COUNTS'];
    if (file === undefined) return;
    runner.once('end', () => {
      const failures = this.failures.map(
        (test) => `${test.fullTitle()}: ${test.err?.message ?? 'no reason'}`,
      );
      const counts: Counts = { passed: this.stats.passes, failed: this.stats.failures, failures };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}
