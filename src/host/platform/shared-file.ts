import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as v from 'valibot';
import type { Logger } from '../../core/api';
import { parseJsonIfAny } from '../../core/api/parse-json';
import { isErrno } from './errno';
import { writePrivately } from './write-whole';

const settleMs = 50;

/**
 * One JSON document that all windows read and change, each at once told of what another did. A change is a pure function:
 * it is applied here immediately, and again to what the file holds when its turn to be written comes.
 */
export class SharedFile<T> {
  /** As the file holds it, and with the changes that are still to be written. */
  private base: T;
  private current: T;
  private readonly pending: ((value: T) => T)[] = [];
  private work: Promise<void>;
  private watcher: FSWatcher | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly listeners = new Set<() => void>();
  private disposed = false;

  /** `schema` turns the parsed JSON into a T; what it refuses is set aside, and `empty` counts. */
  constructor(
    private readonly path: string,
    private readonly schema: v.GenericSchema<unknown, T>,
    private readonly empty: T,
    private readonly log: Pick<Logger, 'warn'>,
  ) {
    this.base = empty;
    this.current = empty;
    this.work = this.open();
  }

  get value(): T {
    return this.current;
  }

  /** Resolves when the file has been read and every change so far is written. */
  async settled(): Promise<void> {
    await this.work;
  }

  update(change: (value: T) => T): Promise<void> {
    this.pending.push(change);
    this.current = change(this.current);
    this.tell();
    return this.enqueue(() => this.write(change));
  }

  /** Calls `listener` after every change, of this window or another; returns what ends it. */
  onDidChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Listens no more; what is to be written still is. */
  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.watcher?.close();
    this.listeners.clear();
  }

  private async open(): Promise<void> {
    await this.attempt('opened', async () => {
      await mkdir(dirname(this.path), { recursive: true });
      this.watchOthers();
      await this.read();
    });
    this.tell();
  }

  /** Without it, as where the system gives no more watches (ENOSPC), this window sees what others noted when it notes something. */
  private watchOthers(): void {
    if (this.disposed) return;
    const unseen = (error: unknown): void =>
      this.log.warn(`What other windows note is not seen here: ${String(error)}`);
    try {
      this.watcher = watch(dirname(this.path), { persistent: false }, (_event, name) => {
        if (name !== null && name !== basename(this.path)) return;
        this.timer ??= setTimeout(() => {
          this.timer = undefined;
          void this.enqueue(() => this.reread());
        }, settleMs);
      });
      this.watcher.on('error', unseen);
    } catch (error) {
      unseen(error);
    }
  }

  private async reread(): Promise<void> {
    const before = JSON.stringify(this.base);
    await this.read();
    if (JSON.stringify(this.base) !== before) this.tell();
  }

  private async write(change: (value: T) => T): Promise<void> {
    await this.read();
    const next = change(this.base);
    try {
      // No window ever reads half a file.
      await writePrivately(this.path, JSON.stringify(next));
    } finally {
      this.pending.splice(this.pending.indexOf(change), 1);
      // Kept for this window at least when the disk fails.
      this.rebase(next);
    }
  }

  private async read(): Promise<void> {
    let text: string | undefined;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return;
      if (!isErrno(error, 'EISDIR')) throw error;
    }
    const parsed = v.safeParse(this.schema, text === undefined ? undefined : parseJsonIfAny(text));
    if (parsed.success) this.rebase(parsed.output);
    else {
      this.log.warn(`${basename(this.path)} could not be understood and was set aside.`);
      await rename(this.path, `${this.path}.${Date.now()}.set-aside`);
      this.rebase(this.empty);
    }
  }

  private rebase(base: T): void {
    this.base = base;
    this.current = this.pending.reduce((value, change) => change(value), base);
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.work = this.work.then(() => this.attempt('kept', work));
    return this.work;
  }

  private async attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn(`${basename(this.path)} could not be ${what}: ${String(error)}`);
    }
  }

  private tell(): void {
    if (!this.disposed) for (const listener of [...this.listeners]) listener();
  }
}
