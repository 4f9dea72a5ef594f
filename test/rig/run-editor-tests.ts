import { runTests } from '@vscode/test-electron';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmulator } from '../emulator';
import { exitOnSignals, runOrFail } from './child';
import type { EditorVersion } from './install-editor';
import { countsFile, forgetCounts } from './layer-counts';
import { officeAuthority, startOffice } from './office';
import { projectRoot, sampleWorkspace } from './paths';

/**
 * `npm run test:editor`: mocha inside VS Code, on the newest and on the oldest supported version, each beside an
 * emulator of its own (its control token is in SIGMIC_EMULATOR_CONTROL). `-- --only latest|oldest` for one of them, `-- --grep TEXT` for some tests, `-- --code PATH` for a desktop VS Code.
 */
async function main(): Promise<void> {
  exitOnSignals();
  const { values } = parseArgs({
    options: { only: { type: 'string' }, code: { type: 'string' }, grep: { type: 'string' } },
  });
  await runOrFail(process.execPath, ['esbuild.mjs', '--production'], { cwd: projectRoot });
  await runOrFail(process.execPath, ['esbuild.mjs', '--tests'], { cwd: projectRoot });
  const versions: EditorVersion[] = values.code === undefined ? ['latest', 'oldest'] : ['latest'];
  for (const version of versions) {
    if (values.only !== undefined && values.only !== version) continue;
    await runOn(version, values.code, values.grep);
  }
}

async function runOn(
  version: EditorVersion,
  code: string | undefined,
  grep: string | undefined,
): Promise<void> {
  const run = `editor-${version}`;
  await forgetCounts(run);
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-editor-test-'));
  const workspace = join(folder, 'workspace');
  await cp(sampleWorkspace, workspace, { recursive: true });
  const emulator = await startEmulator({ port: 0, dataDir: join(folder, 'emulator'), pace: 0 });
  const office = await startOffice({ service: emulator.url, projectRoot });
  console.log(`\nTests inside VS Code (${code ?? version})`);
  try {
    await runTests({
      vscodeExecutablePath: code ?? join(__dirname, 'vscode-launcher.mjs'),
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: join(projectRoot, 'out', 'test', 'editor', 'index.js'),
      launchArgs: [workspace],
      extensionTestsEnv: {
        SIGMIC_RIG_EDITOR: version,
        SIGMIC_RIG_COUNTS: countsFile(run),
        ...(grep !== undefined && { SIGMIC_RIG_GREP: grep }),
        SIGMIC_API_URL: emulator.url,
        SIGMIC_API_KEY: emulator.key,
        SIGMIC_EMULATOR_CONTROL: emulator.controlToken,
        SIGMIC_RIG_SYSTEM_PROXY: office.proxy,
        NODE_EXTRA_CA_CERTS: officeAuthority(projectRoot),
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await office.close();
    await emulator.close();
    await rm(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
