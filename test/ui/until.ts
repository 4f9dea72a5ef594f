import { setTimeout as delay } from 'node:timers/promises';

const LONGEST_MS = 20_000;

/** Waits for what only looking can tell: a file on disk, a request that the emulator got. Fails after 20 s. */
export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  while (!(await done())) {
    if (Date.now() > deadline) throw new Error(`It did not happen: ${done.toString()}`);
    await delay(50);
  }
}
