/** Begins each line of the tests' own output on the console of the extension host. */
export const testOutput = '[test] ';
