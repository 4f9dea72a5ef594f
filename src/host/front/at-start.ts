import { readdir } from 'node:fs/promises';
import { profilesKey } from '../auth/profile-id';
import { outboxFolder } from '../chat/outbox/outbox-folder';

/**
 * Whether there is something to do although nobody asks for it: a message of an earlier window waits to be sent, or there are several
 * profiles, of which the status bar names the one in use. `storage` is the folder for all windows, `read` reads their global state.
 */
export async function isNeededAtStart(
  storage: string,
  read: (key: string) => unknown,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const index = read(profilesKey);
  const hasNamed = sizeOf(field(index, 'profiles')) > 0;
  // The environment's key is a profile beside the one that somebody signed in to.
  const hasBoth = env['SIGMIC_API_KEY'] !== undefined && sizeOf(field(index, 'lastUsed')) > 0;
  if (hasNamed || hasBoth) return true;
  const waiting = await readdir(outboxFolder(storage)).catch(() => []);
  return waiting.length > 0;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** How many things are in a list or a record; 0 for anything else. */
function sizeOf(value: unknown): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
}
