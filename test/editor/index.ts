import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import CountingReporter from '../rig/counting-reporter';
import { testOutput } from '../rig/test-output';

/** The entry point that VS Code calls: runs every test file beside this one, and rejects when a test failed. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  // Only VS Code, which has read it, is to know this proxy, as it knows the system's.
  delete process.env['HTTPS_PROXY'];
  const { default: Mocha } = await import('mocha');
  // The console is all that leaves the extension host; one message a line, marked, so that the runner can tell it from noise.
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => console.log(testOutput + format(...parts));
  const { SIGMIC_RIG_GREP: grep } = process.env;
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 30_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: CountingReporter,
    ...(grep !== undefined && { grep }),
  });
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  for (const file of files.sort()) if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
