import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../core/api';
import { isErrno } from './errno';
import { isAlive } from './is-alive';

/** A claim is of use for as long as another window may come late with the same news. */
const keepMs = 7 * 24 * 3_600_000;

/** The process of this window's extensions, and whether another window's is alive. */
export interface Processes {
  readonly own: number;
  readonly isAlive: (pid: number) => boolean;
}

/**
 * Which of several windows does a thing that is to be done once: the first to claim it. Each claim is a file in a folder that all
 * windows share, and only one of them can create it; it holds the number of the window's process.
 */
export class Claims {
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly processes: Processes = { own: process.pid, isAlive },
  ) {}

  /**
   * Resolves with whether this window is the first to claim `key`, which must name the occasion as all windows see it. When
   * the disk fails every window is the first: said twice is better than never.
   */
  async claim(key: string): Promise<boolean> {
    return this.claimAs(key, String(this.processes.own));
  }

  /** The same for `owner`, a word of one's own that may outlive the window: what it has claimed it has again. */
  async claimFor(key: string, owner: string): Promise<boolean> {
    if (await this.claimAs(key, owner)) return true;
    return (await readFile(this.pathOf(key), 'utf8').catch(() => undefined)) === owner;
  }

  private async claimAs(key: string, owner: string): Promise<boolean> {
    try {
      await mkdir(this.folder, { recursive: true });
      if (!(await this.create(key, owner))) return false;
    } catch (error) {
      this.log.warn(`What only one window is to do could not be claimed: ${String(error)}`);
      return true;
    }
    this.sweeping ??= this.sweep().catch((error: unknown) =>
      this.log.warn(`Old claims could not be removed: ${String(error)}`),
    );
    return true;
  }

  /**
   * The same for what is done as long as the window is open, like asking a question: it can be claimed again by the window that has
   * it, and by another one when that is gone.
   */
  async claimWhileOpen(key: string): Promise<boolean> {
    if (await this.claim(key)) return true;
    const owner = await this.ownerOf(key);
    if (owner === this.processes.own) return true;
    if (owner === undefined || this.processes.isAlive(owner)) return false;
    // Nothing is taken away, which two windows could do at the same time: only one can be the first after this owner.
    return this.claimWhileOpen(`${key} after ${owner}`);
  }

  /** Undefined when it cannot be told: then it is somebody who is there. */
  private async ownerOf(key: string): Promise<number | undefined> {
    try {
      const owner = Number(await readFile(this.pathOf(key), 'utf8'));
      return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined;
    } catch (error) {
      this.log.warn(`Who claimed what only one window is to do could not be read: ${String(error)}`);
      return undefined;
    }
  }

  /** False when it is there already. */
  private async create(key: string, owner: string): Promise<boolean> {
    try {
      await writeFile(this.pathOf(key), owner, { flag: 'wx' });
      return true;
    } catch (error) {
      if (isErrno(error, 'EEXIST')) return false;
      throw error;
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, createHash('sha256').update(key).digest('hex'));
  }

  private async sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > keepMs) await rm(path, { force: true });
    }
  }
}
