import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { systemClock, type Clock, type Logger } from '../../core/api';
import { isAlive } from '../platform/is-alive';
import { digestOf } from '../platform/kept-bytes';
import { writeWhole } from '../platform/write-whole';

/** A window that has been sending for so long (ms) is taken for dead even if a process has its number. */
const LONGEST_SEND_MS = 30 * 60 * 1000;
/** Nobody looks for what was sent longer ago (ms). */
const KEPT_MS = 24 * 60 * 60 * 1000;
const LOOK_AGAIN_MS = 100;
/** So often it is looked again whether another window has done sending. */
const MOST_LOOKS = 100;

const EntrySchema = v.object({ pid: v.number(), at: v.number(), sent: v.boolean() });
type Entry = v.InferOutput<typeof EntrySchema>;

/** Another window is sending the same words at this moment: whose a message is that turns up, nobody can tell yet. */
export class StillSending extends Error {
  constructor() {
    super('Another window is sending the same words');
  }
}

/**
 * What the windows of this machine are sending and have sent of late, a file each in a folder that they share. Nothing else
 * tells equal messages apart: the one whose fate is unknown must not take what another made for its own.
 * `words` names what is sent and where to, alike in all windows; `attempt` is the id of one attempt to send it.
 */
export class SendLedger {
  constructor(
    private readonly folder: string,
    private readonly log: Pick<Logger, 'warn'>,
    private readonly clock: Clock = systemClock,
  ) {}

  /** It is about to leave. */
  begin(words: string, attempt: string): Promise<void> {
    return this.note(words, attempt, false);
  }

  /** It is known to have arrived. */
  sent(words: string, attempt: string): Promise<void> {
    return this.note(words, attempt, true);
  }

  /** It is not on its way any more. */
  async end(words: string, attempt: string): Promise<void> {
    await this.safely(() => rm(this.path(words, attempt), { force: true }));
  }

  /**
   * How many others have sent these words since then (epoch ms), once none is on its way; else throws StillSending. Asked after the
   * server was: whoever made what it told has begun by then, but need not have begun before.
   */
  async others(words: string, attempt: string, since: number): Promise<number> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const entries = await this.entriesOf(words, attempt);
      if (!entries.some((entry) => this.isOnItsWay(entry)))
        return entries.filter(({ sent, at }) => sent && at >= since).length;
      await new Promise<void>((resolve) => void this.clock.after(LOOK_AGAIN_MS, resolve));
    }
    throw new StillSending();
  }

  /** Forgets what is of no use any more. */
  async sweep(): Promise<void> {
    for (const name of await this.names()) {
      const entry = await this.read(name);
      const isOld = entry === undefined || this.clock.now() - entry.at > KEPT_MS;
      if (isOld) await rm(join(this.folder, name), { force: true, recursive: true });
    }
  }

  private isOnItsWay({ sent, pid, at }: Entry): boolean {
    return !sent && this.clock.now() - at < LONGEST_SEND_MS && isAlive(pid);
  }

  private async entriesOf(words: string, attempt: string): Promise<Entry[]> {
    const [prefix, own] = [`${digestOf(words)}.`, this.name(words, attempt)];
    // One that is being written anew has a draft beside it, and counts once.
    const names = (await this.names()).filter(
      (name) => name.startsWith(prefix) && name.endsWith('.json') && name !== own,
    );
    const entries = await Promise.all(names.map((name) => this.read(name)));
    return entries.filter((entry) => entry !== undefined);
  }

  private names(): Promise<string[]> {
    return readdir(this.folder).catch(() => []);
  }

  /** Undefined also for what nobody understands: it tells nothing. */
  private async read(name: string): Promise<Entry | undefined> {
    try {
      return v.parse(EntrySchema, JSON.parse(await readFile(join(this.folder, name), 'utf8')));
    } catch {
      return undefined;
    }
  }

  private async note(words: string, attempt: string, sent: boolean): Promise<void> {
    const entry: Entry = { pid: process.pid, at: this.clock.now(), sent };
    await this.safely(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      // Not forced onto the disk, which takes its time: no window that reads it outlives the machine.
      await writeWhole(this.path(words, attempt), (draft) =>
        writeFile(draft, JSON.stringify(entry), { mode: 0o600 }),
      );
    });
  }

  /** A disk that fails keeps nobody from sending: what is lost is only the telling apart. */
  private async safely(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.log.warn(`What is being sent could not be noted for other windows: ${String(error)}`);
    }
  }

  private path(words: string, attempt: string): string {
    return join(this.folder, this.name(words, attempt));
  }

  private name(words: string, attempt: string): string {
    return `${digestOf(words)}.${digestOf(attempt)}.json`;
  }
}
