import { maxUploadBytes, maxUploadFiles, type UploadFile } from '../../core/api';
import type { DraftFile } from '../../core/protocol';
import { makeVisible, shorten } from '../../core/visible-text';
import type { Attached, Attachment } from '../attachment';

/** A file of a draft, under the name by which it goes. */
export interface NamedFile {
  readonly name: string;
  readonly attachment: Attachment;
}

interface Entry extends NamedFile {
  readonly id: string;
}

/** The files of one draft, within the API's limits, each under a name of its own. */
export class DraftFiles {
  private entries: readonly Entry[] = [];
  private lastId = 0;

  get list(): readonly DraftFile[] {
    return this.entries.map(({ id, name, attachment }) => ({ id, name, size: attachment.size }));
  }

  get named(): readonly NamedFile[] {
    return this.entries;
  }

  /** Adds what can be sent; answers why the rest cannot, for people, or undefined. */
  add({ attachments, refused }: Attached): string | undefined {
    const problems = [...refused];
    let tooMany = 0;
    for (const attachment of attachments) {
      if (this.entries.some((entry) => entry.attachment.source === attachment.source)) continue;
      if (attachment.size > maxUploadBytes) problems.push(tooLarge(attachment));
      else if (this.entries.length >= maxUploadFiles) tooMany += 1;
      else this.entries = [...this.entries, this.entry(attachment)];
    }
    if (tooMany > 0) {
      const left = tooMany === 1 ? 'One file was' : `${tooMany} files were`;
      problems.push(
        `One message takes at most ${maxUploadFiles} files. ${left} left out: pack them into a ZIP.`,
      );
    }
    return problems.length === 0 ? undefined : problems.join(' ');
  }

  remove(id: string): void {
    this.entries = this.entries.filter((entry) => entry.id !== id);
  }

  /** The files as they are now. Throws SigmicError('invalid') when one cannot be read any more. */
  open(): Promise<UploadFile[]> {
    return Promise.all(this.entries.map(({ attachment, name }) => attachment.open(name)));
  }

  private entry(attachment: Attachment): Entry {
    this.lastId += 1;
    return { id: String(this.lastId), name: this.freeName(attachment.name), attachment };
  }

  /** All files land in one folder, where a second `data.csv` would replace the first: it becomes `data (2).csv`. */
  private freeName(name: string): string {
    const isTaken = (candidate: string): boolean =>
      this.entries.some((entry) => entry.name.toLowerCase() === candidate.toLowerCase());
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let candidate = name;
    for (let n = 2; isTaken(candidate); n++) candidate = `${stem} (${n})${extension}`;
    return candidate;
  }
}

function tooLarge({ name, size }: Attachment): string {
  const megabytes = (size / (1024 * 1024)).toFixed(1);
  return `"${shorten(makeVisible(name), 80)}" is ${megabytes} MB, but a file may have at most 50 MB: make it smaller or split it.`;
}
