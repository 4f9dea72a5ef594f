import { exitOnSignals, run } from './child';
import { installEditor } from './install-editor';
import { countsFile, forgetCounts } from './layer-counts';
import { mocha } from './mocha-command';
import { prepareExtension } from './packaging';
import { projectRoot } from './paths';

/**
 * `npm run test:ui`: the packaged extension in a real VS Code in a real browser, used as a person would.
 * Arguments go to mocha, e.g. `-- --grep "sign in"`.
 */
async function main(): Promise<void> {
  exitOnSignals();
  await forgetCounts('ui');
  await installEditor('latest');
  await installEditor('oldest');
  process.exitCode = await run(process.execPath, mocha('test/ui/.mocharc.json', process.argv.slice(2)), {
    cwd: projectRoot,
    env: {
      ...process.env,
      SIGMIC_RIG_COUNTS: countsFile('ui'),
      SIGMIC_RIG_EXTENSION: await prepareExtension(),
    },
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
