import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isErrno } from './errno';

/** What Windows says while somebody else reads the file that is to be replaced: another window, or a virus scanner. */
const busy = ['EPERM', 'EACCES', 'EBUSY'];
/** It is tried again after these times (ms). */
const waits = [10, 20, 50, 100, 200, 400];

/**
 * Replaces the file at `path` whole or not at all: `write` makes the new one at a path beside it (on the same disk, in the folder
 * that must exist), which then takes its name. When anything throws, the old file stays as it was, and nothing is left beside it.
 */
export async function writeWhole(path: string, write: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await write(draft);
    await replace(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function replace(draft: string, path: string): Promise<void> {
  for (const ms of [...waits, undefined]) {
    try {
      await rename(draft, path);
      return;
    } catch (error) {
      if (ms === undefined || !busy.some((code) => isErrno(error, code))) throw error;
      await pause(ms);
    }
  }
}

/** The same with content at hand, in a file that only this person can read; on disk when it resolves. Makes the folder. */
export async function writePrivately(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeWhole(path, (draft) => writeFile(draft, content, { mode: 0o600, flush: true }));
}
