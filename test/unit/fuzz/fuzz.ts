import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seed } from '../seed';
import { Watchdog } from './watchdog';

/** Of all properties together: thousands with every test run, as many as one likes with `npm run fuzz`. */
const wanted = process.env['FUZZ_RUNS'];
const total = wanted === undefined ? 5000 : Number(wanted);
/** One run may keep the processor busy for so long (ms); the time of other programs does not count. */
const longestRun = 2000;

/**
 * A test of `check` with as many values as its share (0 to 1) of all runs. It fails when `check` throws, takes long or does not end, and
 * then names the seed, which `FUZZ_SEED` takes; `FUZZ_SHRINK=1` looks for a small case.
 */
export function fuzz<T>(
  name: string,
  share: number,
  values: fc.Arbitrary<T>,
  check: (value: T) => void | Promise<void>,
): void {
  it(name, async function () {
    this.timeout(wanted === undefined ? 120_000 : 0);
    const numRuns = Math.max(20, Math.round(total * share));
    const watchdog = new Watchdog(`${name} (FUZZ_SEED=${seed})`);
    const property = fc.asyncProperty(values, async (value) => {
      watchdog.feed();
      const before = process.cpuUsage();
      await check(value);
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < longestRun * 1000, `It took ${(user + system) / 1000} ms.`);
      assert.equal(Reflect.get({}, 'polluted'), undefined);
    });
    try {
      // Making a failure smaller can take longer than all runs: only when it is asked for.
      await fc.assert(property, { numRuns, endOnFailure: process.env['FUZZ_SHRINK'] === undefined });
      if (wanted !== undefined) console.log(`      ${numRuns} runs, seed ${seed}`);
    } finally {
      await watchdog.stop();
    }
  });
}
