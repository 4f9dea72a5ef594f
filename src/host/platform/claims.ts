import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../../core/api';
import { isErrno } from './errno';

/** A claim is of use for as long as another window may come late with the same news. */
const keepMs = 7 * 24 * 3_600_000;

/**
 * Which of several windows does a thing that is to be done once: the first to claim it. Each claim is an empty file in a
 * folder that all windows share, and only one of them can create it.
 */
export class Claims {
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly folder: string,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  /**
   * Resolves with whether this window is the first to claim `key`, which must name the occasion as all windows see it. When
   * the disk fails every window is the first: said twice is better than never.
   */
  async claim(key: string): Promise<boolean> {
    const name = createHash('sha256').update(key).digest('hex');
    try {
      await mkdir(this.folder, { recursive: true });
      if (!(await create(join(this.folder, name)))) return false;
    } catch (error) {
      this.log.warn(`What only one window is to do could not be claimed: ${String(error)}`);
      return true;
    }
    this.sweeping ??= this.sweep().catch((error: unknown) =>
      this.log.warn(`Old claims could not be removed: ${String(error)}`),
    );
    return true;
  }

  private async sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const { mtimeMs } = await stat(path);
      if (Date.now() - mtimeMs > keepMs) await rm(path, { force: true });
    }
  }
}

/** False when it is there already. */
async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}
