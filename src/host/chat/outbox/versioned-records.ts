import { randomUUID } from 'node:crypto';
import { constants, watch, type FSWatcher } from 'node:fs';
import { copyFile, cp, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseJsonIfAny } from '../../../core/api/parse-json';
import { isErrno } from '../../platform/errno';

/** A record as one version of it stands on disk; version 0 is none. */
export interface Version {
  readonly number: number;
  readonly value: unknown;
}

/** Older versions stay for whoever is just reading or about to write on top of one. */
const KEPT_VERSIONS = 16;
/** So often in a row others are faster than a reader at most. */
const MOST_ROUNDS = 5;
/** Longer (ms) than it takes to write a record where that cannot be done in one step. */
const HALF_WRITTEN_MS = 20;

const fileName = /^([0-9a-f]{64})\.(\d+)\.json$/;

/**
 * JSON records that several windows (processes) change, without locks that a killed one would leave behind: each version is a
 * file of its own, and only one process can make the file of the next version. Ids are SHA-256 digests.
 */
export class VersionedRecords {
  constructor(private readonly folder: string) {}

  /** The newest version; its value is undefined when it is no JSON. Throws what the file system throws. */
  async read(id: string): Promise<Version> {
    for (let round = 1; ; round++) {
      const newest = (await this.versions(id)).at(-1);
      if (newest === undefined) return { number: 0, value: undefined };
      try {
        const value = parseJsonIfAny(await readFile(this.path(id, newest), 'utf8'));
        if (value !== undefined || round >= MOST_ROUNDS) return { number: newest, value };
        await pause(HALF_WRITTEN_MS);
      } catch (error) {
        if (isErrno(error, 'EISDIR')) return { number: newest, value: undefined };
        // Deleted meanwhile: there is a newer one, unless the folder itself is broken.
        if (!isErrno(error, 'ENOENT') || round >= MOST_ROUNDS) throw error;
      }
    }
  }

  /** Writes the version after `number`; false when another process was faster. On disk when it resolves. */
  async commit(id: string, number: number, value: unknown): Promise<boolean> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const unfinished = join(this.folder, `${id}.${randomUUID()}`);
    await writeFile(unfinished, JSON.stringify(value), { mode: 0o600, flush: true });
    try {
      const newest = (await this.versions(id)).at(-1) ?? 0;
      if (newest !== number) return false;
      await take(unfinished, this.path(id, number + 1));
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
    const stale = (await this.versions(id)).filter((version) => version <= number - KEPT_VERSIONS);
    for (const version of stale) await rm(this.path(id, version), { force: true, recursive: true });
    return true;
  }

  /** Keeps a copy of a version that means nothing to this program; answers its path when it is a new one. */
  async putAside(id: string, number: number): Promise<string | undefined> {
    const aside = `${this.path(id, number)}.unreadable`;
    const isKnown = await stat(aside).then(
      () => true,
      () => false,
    );
    if (isKnown) return undefined;
    return cp(this.path(id, number), aside, { recursive: true }).then(
      () => aside,
      () => undefined,
    );
  }

  /** The texts of all that is there, in every version. */
  async texts(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return Promise.all(names.map((name) => readFile(join(this.folder, name), 'utf8').catch(() => '')));
  }

  /** The newest values of all records. */
  async values(): Promise<unknown[]> {
    return Promise.all((await this.ids()).map(async (id) => (await this.readable(id)).value));
  }

  /** Deletes the records whose newest version is older than `time` (epoch ms) and fits. */
  async sweep(time: number, fits: (value: unknown) => boolean): Promise<void> {
    for (const id of await this.ids()) {
      const { number, value } = await this.readable(id);
      const found = await stat(this.path(id, number)).catch(() => undefined);
      if (found === undefined || found.mtimeMs >= time || !fits(value)) continue;
      for (const version of await this.versions(id)) await rm(this.path(id, version), { force: true });
    }
  }

  /** Calls `listener` with the id of each record that another process (or this one) wrote. Returns what ends it. */
  async watch(listener: (id: string) => void, failed: (error: unknown) => void): Promise<() => void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const watcher: FSWatcher = watch(this.folder, { persistent: false }, (_event, name) => {
      const id = fileName.exec(name ?? '')?.[1];
      if (id !== undefined) listener(id);
    });
    watcher.on('error', failed);
    return () => watcher.close();
  }

  /** One record that cannot be read is none, and does not keep from the others. */
  private readable(id: string): Promise<Version> {
    return this.read(id).catch(() => ({ number: 0, value: undefined }));
  }

  private async ids(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => []);
    return [...new Set(names.flatMap((name) => fileName.exec(name)?.[1] ?? []))];
  }

  private async versions(id: string): Promise<number[]> {
    const names = await readdir(this.folder).catch(() => []);
    return names
      .flatMap((name) => {
        const [, record, number] = fileName.exec(name) ?? [];
        return record === id ? [Number(number)] : [];
      })
      .sort((a, b) => a - b);
  }

  private path(id: string, version: number): string {
    return join(this.folder, `${id}.${version}.json`);
  }
}

/** Gives a whole file a name that nobody has. Disks without hard links (exFAT, some network drives) have to copy it. */
async function take(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path);
  } catch (error) {
    if (isErrno(error, 'EEXIST')) throw error;
    await copyFile(unfinished, path, constants.COPYFILE_EXCL);
  }
}
