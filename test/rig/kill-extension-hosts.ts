import { readdir, readFile } from 'node:fs/promises';
import type { RunningEditor } from './editor';

/** Kills every extension host of this editor as a crash or the system would: no code of theirs runs any more. */
export async function killExtensionHosts({ userDataDir }: RunningEditor): Promise<number> {
  let killed = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!commandLine.includes('--type=extensionHost')) continue;
    // Its temporary folder is below the data of the editor it belongs to.
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.includes(userDataDir)) continue;
    process.kill(Number(pid), 'SIGKILL');
    killed += 1;
  }
  return killed;
}
