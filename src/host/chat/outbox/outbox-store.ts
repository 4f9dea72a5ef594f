import * as v from 'valibot';
import { emptyOutbox, OutboxSchema, type Outbox } from '../../../core/session/outbox';
import { reduceOutbox, type OutboxEvent } from '../../../core/session/reduce-outbox';
import { digestOf } from '../../platform/kept-bytes';
import type { Version, VersionedRecords } from './versioned-records';

/** An outbox before and after an event; the same object when the event did not apply. */
export interface OutboxChange {
  readonly before: Outbox;
  readonly after: Outbox;
}

/** What stands on disk, under a digest of the task's id. Records of before the id was told are found when the task is shown. */
const RecordSchema = v.object({ ...OutboxSchema.entries, taskId: v.string() });

const DAY_MS = 24 * 60 * 60 * 1000;

/** The outboxes of all tasks on disk, shared by all windows of this machine. */
export class OutboxStore {
  private readonly work = new Map<string, Promise<unknown>>();

  constructor(
    private readonly records: VersionedRecords,
    /** An outbox was not understood, and a copy of it put aside under this path. */
    private readonly setAside: (path: string) => void,
  ) {}

  /** As it is after all that was applied here before. */
  load(taskId: string): Promise<Outbox> {
    return this.queue(taskId, async () => (await this.read(taskId)).outbox);
  }

  /** Applies `event` to the newest state, whoever wrote it; what it made is on disk when this resolves. */
  apply(taskId: string, event: OutboxEvent): Promise<OutboxChange> {
    return this.queue(taskId, () => this.transact(taskId, event));
  }

  /** Calls `listener` whenever an outbox may have changed, here or in another window. */
  watch(
    listener: (isOf: (taskId: string) => boolean) => void,
    failed: (error: unknown) => void,
  ): Promise<() => void> {
    return this.records.watch((id) => listener((taskId) => digestOf(taskId) === id), failed);
  }

  /** The tasks for which something waits, whichever window put it there. */
  async waiting(): Promise<readonly { readonly taskId: string; readonly isPaused: boolean }[]> {
    return (await this.records.values()).flatMap((value) => {
      const { success, output } = v.safeParse(RecordSchema, value);
      return success && output.messages.length > 0
        ? [{ taskId: output.taskId, isPaused: output.pause !== undefined }]
        : [];
    });
  }

  texts(): Promise<string[]> {
    return this.records.texts();
  }

  /** Forgets outboxes in which nothing has waited for a day. */
  sweep(): Promise<void> {
    return this.records.sweep(Date.now() - DAY_MS, (value) => {
      const parsed = v.safeParse(OutboxSchema, value);
      return parsed.success && parsed.output.messages.length === 0;
    });
  }

  private queue<T>(taskId: string, work: () => Promise<T>): Promise<T> {
    const result = (this.work.get(taskId) ?? Promise.resolve()).then(work);
    const settled = result
      .catch(() => undefined)
      .finally(() => {
        if (this.work.get(taskId) === settled) this.work.delete(taskId);
      });
    this.work.set(taskId, settled);
    return result;
  }

  private async transact(taskId: string, event: OutboxEvent): Promise<OutboxChange> {
    for (;;) {
      const { number, outbox: before } = await this.read(taskId);
      const after = reduceOutbox(before, event);
      if (after === before || (await this.records.commit(digestOf(taskId), number, { ...after, taskId })))
        return { before, after };
    }
  }

  /**
   * What is no outbox (corrupt, or of a later version of this program) is put aside and counts as empty. An older version is
   * no substitute: what it says waits may have been sent.
   */
  private async read(taskId: string): Promise<{ number: Version['number']; outbox: Outbox }> {
    const id = digestOf(taskId);
    const { number, value } = await this.records.read(id);
    if (number === 0) return { number, outbox: emptyOutbox };
    const parsed = v.safeParse(OutboxSchema, value);
    if (parsed.success) return { number, outbox: parsed.output };
    const aside = await this.records.putAside(id, number);
    if (aside !== undefined) this.setAside(aside);
    return { number, outbox: emptyOutbox };
  }
}
