import { join } from 'node:path';

/** Where the messages are that wait to be sent, in the folder that all windows share. */
export function outboxFolder(storage: string): string {
  return join(storage, 'outbox');
}
