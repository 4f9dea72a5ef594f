import fc from 'fast-check';

/** The seed of every property test: the same in each test run, so that what fails fails again. `npm run fuzz` looks for what is new. */
export const seed = Number(
  process.env['FUZZ_SEED'] ?? (process.env['FUZZ_RUNS'] === undefined ? 1 : Date.now() % 2 ** 31),
);

fc.configureGlobal({ seed });
