import { createHash } from 'node:crypto';
import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from './write-whole';

/** What was kept within this time (ms) may be about to be written down by another window: it is not swept. */
const YOUNG_MS = 60 * 60 * 1000;

/**
 * Bytes that are nowhere else on this machine (pasted, dropped, selected), as files named by their SHA-256, so that they
 * outlive the window. All windows share the folder.
 */
export class KeptBytes {
  /** `folder`: made when it is first needed. */
  constructor(private readonly folder: string) {}

  /** Writes them, whole or not at all, and answers their digest. */
  async put(bytes: Uint8Array): Promise<string> {
    const digest = digestOf(bytes);
    const path = this.path(digest);
    if ((await this.size(digest)) === bytes.byteLength) {
      const now = new Date();
      await utimes(path, now, now);
      return digest;
    }
    await writePrivately(path, bytes);
    return digest;
  }

  /** Where the bytes with this digest are, if they are kept. */
  path(digest: string): string {
    return join(this.folder, digest);
  }

  /** How many bytes are kept under this digest; undefined when there are none. */
  async size(digest: string): Promise<number | undefined> {
    const found = await stat(this.path(digest)).catch(() => undefined);
    return found?.size;
  }

  /** Deletes all whose digest is in none of `records`, except what has just come. */
  async sweep(records: readonly string[]): Promise<void> {
    const used = new Set(records.flatMap((record) => record.match(/[0-9a-f]{64}/g) ?? []));
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (used.has(name)) continue;
      const path = join(this.folder, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && Date.now() - found.mtimeMs > YOUNG_MS) await rm(path, { force: true });
    }
  }
}

/** SHA-256, 64 hex digits. */
export function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
