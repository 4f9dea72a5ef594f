import { readdir, readFile } from 'node:fs/promises';
import type { RunningEditor } from './editor';

/** The processes of this editor's extension hosts. */
export async function findExtensionHosts({
  userDataDir,
}: Pick<RunningEditor, 'userDataDir'>): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!commandLine.includes('--type=extensionHost')) continue;
    // Its temporary folder is below the data of the editor it belongs to.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.includes(userDataDir)) found.push(Number(pid));
  }
  return found;
}

/** Kills every extension host of this editor as a crash or the system would: no code of theirs runs any more. */
export async function killExtensionHosts(editor: RunningEditor): Promise<number> {
  const found = await findExtensionHosts(editor);
  for (const pid of found) process.kill(pid, 'SIGKILL');
  return found.length;
}
