import { readdir } from 'node:fs/promises';
import { profilesKey } from '../auth/profile-id';
import { outboxFolder } from '../chat/outbox/outbox-folder';

/**
 * Whether there is something to do although nobody asks for it: a message of an earlier window waits to be sent, or there are several
 * profiles, of which the status bar names the one in use. `storage` is the folder for all windows, `read` reads their global state.
 */
export async function isNeededAtStart(storage: string, read: (key: string) => unknown): Promise<boolean> {
  const index = read(profilesKey);
  const profiles: unknown =
    typeof index === 'object' && index !== null ? Reflect.get(index, 'profiles') : undefined;
  if (Array.isArray(profiles) && profiles.length > 0) return true;
  const waiting = await readdir(outboxFolder(storage)).catch(() => []);
  return waiting.length > 0;
}
