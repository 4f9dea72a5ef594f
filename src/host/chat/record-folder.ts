import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseJson } from '../../core/api/parse-json';
import { isErrno } from '../platform/errno';
import { writePrivately } from '../platform/write-whole';

const suffix = '.json';
/** Names that are safe as a file's name everywhere. */
const safeId = /^[\w-]{1,64}$/;

/**
 * JSON records on disk, a file each, so that what was written is there after the window or its extension host was killed,
 * and windows that share the folder do not overwrite each other's. What is read is never trusted: callers check it.
 */
export class RecordFolder {
  constructor(
    /** Made when it is first needed. */
    readonly path: string,
    /** A record was not understood, and put aside under this path. */
    private readonly setAside: (path: string) => void,
  ) {}

  /** Writes a record, whole or not at all; done when it is on disk. Throws what the file system throws. */
  async write(id: string, value: unknown): Promise<void> {
    await writePrivately(this.file(id), JSON.stringify(value));
  }

  /**
   * Undefined when there is none, or what is there cannot be read or means nothing to `schema` (corrupt, or of a later version of
   * this program): then it is put aside, so that nothing is written over it.
   */
  async readAs<T>(schema: v.GenericSchema<unknown, T>, id: string): Promise<T | undefined> {
    const path = this.file(id);
    try {
      return v.parse(schema, parseJson(await readFile(path, 'utf8')));
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      const aside = `${path}.${Date.now()}.unreadable`;
      await rename(path, aside);
      this.setAside(aside);
      return undefined;
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.file(id), { force: true });
  }

  /** The texts of all records, readable or not. */
  async texts(): Promise<string[]> {
    const names = await readdir(this.path).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(this.path, name), 'utf8').catch(() => '')));
  }

  /** Deletes what was written before `time` (epoch ms), also what was put aside. */
  async removeOlderThan(time: number): Promise<void> {
    for (const name of await readdir(this.path).catch(() => [])) {
      const path = join(this.path, name);
      const found = await stat(path).catch(() => undefined);
      if (found !== undefined && found.mtimeMs < time) await rm(path, { force: true, recursive: true });
    }
  }

  private file(id: string): string {
    if (!safeId.test(id)) throw new Error('The id of a record must be a plain word.');
    return join(this.path, `${id}${suffix}`);
  }
}
