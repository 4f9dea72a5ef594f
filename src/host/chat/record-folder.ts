import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from '../platform/write-whole';

const suffix = '.json';
/** Names that are safe as a file's name everywhere. */
const safeId = /^[\w-]{1,64}$/;

/**
 * JSON records on disk, a file each, so that what was written is there after the window or its extension host was killed,
 * and windows that share the folder do not overwrite each other's. What is read is never trusted: callers check it.
 */
export class RecordFolder {
  /** Made when it is first needed. */
  constructor(readonly path: string) {}

  /** Writes a record, whole or not at all; done when it is on disk. Throws what the file system throws. */
  async write(id: string, value: unknown): Promise<void> {
    await writePrivately(this.file(id), JSON.stringify(value));
  }

  /** Undefined when there is none, or what is there is no JSON. */
  async read(id: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.file(id), 'utf8'));
    } catch {
      return undefined;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
  }

  async ids(): Promise<string[]> {
    const names = await readdir(this.path).catch(() => []);
    return names.filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  }

  /** The texts of all records, readable or not. */
  async texts(): Promise<string[]> {
    const ids = await this.ids();
    return Promise.all(ids.map((id) => readFile(this.file(id), 'utf8').catch(() => '')));
  }

  /** Deletes the records that were written before `time` (epoch ms). */
  async removeOlderThan(time: number): Promise<void> {
    for (const id of await this.ids()) {
      const found = await stat(this.file(id)).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < time) await this.remove(id);
    }
  }

  private file(id: string): string {
    if (!safeId.test(id)) throw new Error('The id of a record must be a plain word.');
    return join(this.path, `${id}${suffix}`);
  }
}
