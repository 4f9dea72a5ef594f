import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { downloads } from './paths';
import { isAlive } from '../../src/host/platform/is-alive';

/**
 * Makes `.vscode-test/<name>` with `fill`, once. The folder appears whole, by a rename, so its being there is
 * the stamp; two runs that start at the same time both fill a folder of their own and the slower one is dropped.
 */
export async function installOnce(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(downloads, name);
  if (existsSync(folder)) return folder;
  await mkdir(downloads, { recursive: true });
  await removeAbandoned();
  const draft = join(downloads, `draft-${process.pid}-${name}`);
  try {
    await mkdir(draft, { recursive: true });
    await fill(draft);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

/** Removes drafts whose maker was killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(downloads)) {
    const maker = /^draft-(\d+)-/.exec(name)?.[1];
    if (maker !== undefined && !isAlive(Number(maker)))
      await rm(join(downloads, name), { recursive: true, force: true });
  }
}
