import * as v from 'valibot';
import type { Attached, Attachment, AttachmentSource } from '../attachment';
import type { RecordFolder } from './record-folder';
import { SendingSchema, type Sending } from './sending';

const DraftRecord = v.object({
  version: v.optional(v.literal(1)),
  files: v.array(v.unknown()),
  sending: v.optional(SendingSchema),
});

export interface KeptDraftDeps {
  readonly records: RecordFolder;
  readonly attachments: Pick<AttachmentSource, 'restore'>;
  /** The files of the composer as they are now. */
  readonly current: () => readonly Attachment[];
  readonly failed: (error: unknown) => void;
}

/**
 * What one composer has on disk: its files, and that it may have been sent. Its text is kept by the view, which knows this
 * draft's id and no more.
 */
export class KeptDraft {
  private written: readonly Attachment[] = [];
  private saved: readonly unknown[] = [];
  private sending: Sending | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly deps: KeptDraftDeps,
  ) {}

  /** Resolves when all that was asked for so far has been done. */
  get settled(): Promise<void> {
    return this.work;
  }

  /**
   * Hands what an earlier window kept to `attach`, and to `takeUp` what that was sending when it went away. Nothing is written
   * before that.
   */
  restore(attach: (attached: Attached) => void, takeUp: (sending: Sending) => void): void {
    this.queue(async () => {
      const record = await this.deps.records.readAs(DraftRecord, this.id);
      if (record === undefined) return;
      const attached = await this.deps.attachments.restore(record.files);
      this.written = attached.attachments;
      this.saved = record.files;
      this.sending = record.sending;
      if (record.files.length > 0) attach(attached);
      if (record.sending !== undefined) takeUp(record.sending);
    });
  }

  /** The files may have changed: writes them down as they are when it comes to it. */
  changed(): void {
    this.queue(async () => {
      const files = this.deps.current();
      if (isSame(files, this.written)) return;
      const saved = await Promise.all(files.map((file) => file.save()));
      await this.write(saved, this.sending);
      this.written = files;
    });
  }

  /** Remembers that the draft may have left, or that it is known whether it did; done when that is on disk. */
  remember(sending: Sending | undefined): Promise<void> {
    this.queue(async () => {
      if (sending !== this.sending) await this.write(this.saved, sending);
    });
    return this.work;
  }

  private async write(files: readonly unknown[], sending: Sending | undefined): Promise<void> {
    const { records } = this.deps;
    if (files.length === 0 && sending === undefined) await records.remove(this.id);
    else await records.write(this.id, { version: 1, files, ...(sending && { sending }) });
    this.saved = files;
    this.sending = sending;
  }

  private queue(work: () => Promise<void>): void {
    this.work = this.work.then(work).catch((error: unknown) => this.deps.failed(error));
  }
}

function isSame(some: readonly Attachment[], others: readonly Attachment[]): boolean {
  return some.length === others.length && some.every((file, index) => file === others[index]);
}
