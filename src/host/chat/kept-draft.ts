import * as v from 'valibot';
import type { Attached, Attachment, AttachmentSource } from '../attachment';
import type { RecordFolder } from './record-folder';

const DraftRecord = v.object({ files: v.array(v.unknown()) });

export interface KeptDraftDeps {
  readonly records: RecordFolder;
  readonly attachments: Pick<AttachmentSource, 'restore'>;
  /** The files of the composer as they are now. */
  readonly current: () => readonly Attachment[];
  readonly failed: (error: unknown) => void;
}

/** The files of one composer on disk: its text is kept by the view, which knows this draft's id and no more. */
export class KeptDraft {
  private written: readonly Attachment[] = [];
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    private readonly deps: KeptDraftDeps,
  ) {}

  /** Resolves when all that was asked for so far has been done. */
  get settled(): Promise<void> {
    return this.work;
  }

  /** Hands what an earlier window kept to `attach`. Nothing is written before that. */
  restore(attach: (attached: Attached) => void): void {
    this.queue(async () => {
      const record = v.safeParse(DraftRecord, await this.deps.records.read(this.id));
      if (!record.success) return;
      const attached = await this.deps.attachments.restore(record.output.files);
      this.written = attached.attachments;
      attach(attached);
    });
  }

  /** The files may have changed: writes them down as they are when it comes to it. */
  changed(): void {
    this.queue(async () => {
      const files = this.deps.current();
      if (isSame(files, this.written)) return;
      if (files.length === 0) await this.deps.records.remove(this.id);
      else {
        const saved = await Promise.all(files.map((file) => file.save()));
        await this.deps.records.write(this.id, { files: saved });
      }
      this.written = files;
    });
  }

  private queue(work: () => Promise<void>): void {
    this.work = this.work.then(work).catch((error: unknown) => this.deps.failed(error));
  }
}

function isSame(some: readonly Attachment[], others: readonly Attachment[]): boolean {
  return some.length === others.length && some.every((file, index) => file === others[index]);
}
