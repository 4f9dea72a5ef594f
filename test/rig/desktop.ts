import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrFail, spawnTree } from './child';
import { findOnPath } from './find-on-path';
import { emulatorData, projectRoot } from './paths';

/**
 * Opens the extension from its sources in the desktop VS Code whose `code` command is on the PATH, with settings and
 * extensions of its own. `ended` resolves when the person closes the window.
 */
export async function startDesktop(
  workspace: string,
  env: Record<string, string>,
): Promise<{ stop(): Promise<void>; ended: Promise<unknown> }> {
  const code = findOnPath('code');
  if (code === undefined) {
    throw new Error(
      'There is no "code" command on the PATH. In VS Code, run "Shell Command: Install \'code\' command in PATH".',
    );
  }
  await runOrFail(process.execPath, ['esbuild.mjs'], { cwd: projectRoot });
  const profile = join(emulatorData, 'desktop');
  // Variables of a VS Code whose terminal this is would send the window there.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(SIGMIC_|VSCODE_|ELECTRON_)/.test(name),
  );
  const tree = spawnTree(
    code,
    [
      `--extensionDevelopmentPath=${projectRoot}`,
      ...['--user-data-dir', profile, '--extensions-dir', join(profile, 'extensions')],
      ...['--disable-workspace-trust', '--skip-welcome', '--new-window', '--wait', workspace],
    ],
    { env: { ...Object.fromEntries(inherited), ...env }, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve, reject) => {
    tree.process.once('error', reject);
    tree.process.once('exit', () => resolve());
  });
  return {
    ended,
    async stop() {
      await tree.stop();
      await endMainProcess(profile);
    },
  };
}

/** The `code` command only starts the window's process and leaves it; that one notes its id in the profile. */
async function endMainProcess(profile: string): Promise<void> {
  const id = Number(await readFile(join(profile, 'code.lock'), 'utf8').catch(() => ''));
  if (!Number.isInteger(id) || id <= 0) return;
  try {
    process.kill(id, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}
