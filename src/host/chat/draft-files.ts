import { maxUploadBytes } from '../../core/api';
import type { DraftFile, DraftFolder } from '../../core/draft-wire';
import { makeVisible, shorten } from '../../core/visible-text';
import { isSent, withTick, type Attached, type Attachment, type ContentFile } from '../attachment';
import { listDraft, togetherId, type ListedFile } from './draft-listing';
import { lookAgain, nameList, type LookedAll } from './look-again';
import type { NamedFile } from './open-files';
import { freeName } from './pack-paths';

/** So many rows of a list are told to the view, and so many more when it asks. */
const ROWS = 200;
/** Nobody attaches more by hand, and a recipe of more is a mistake. */
const MAX_ENTRIES = 2000;

type Files = readonly ContentFile[];

/** The files and folders of one draft, each under a name of its own, and what the person decided about them. */
export class DraftFiles {
  private entries: readonly ListedFile[] = [];
  private readonly shown = new Map<string, number>();
  private lastId = 0;

  /** What the view shows of them. */
  get listing(): { files: DraftFile[]; folders: DraftFolder[] } {
    return listDraft(this.entries, (id) => this.shown.get(id) ?? ROWS);
  }

  get named(): readonly NamedFile[] {
    return this.entries;
  }

  /** What stays here as it looks like secrets, in words; undefined when all goes. */
  get heldBack(): string | undefined {
    const held = this.entries.flatMap(({ attachment }) =>
      attachment.contents === undefined
        ? isSent(attachment)
          ? []
          : [attachment.name]
        : attachment.contents.files.filter((file) => !isSent(file)).map(({ path }) => path),
    );
    if (held.length === 0) return undefined;
    return `${nameList(held)} ${held.length === 1 ? 'looks like a secret' : 'look like secrets'} and will stay here unless you tick ${held.length === 1 ? 'it' : 'them'}. Send when the list is right.`;
  }

  /** Adds what can be sent; answers why the rest cannot, for people, or undefined. */
  add({ attachments, refused }: Attached): string | undefined {
    const problems = [...refused];
    let tooMany = 0;
    for (const attachment of attachments) {
      if (this.entries.some((entry) => entry.attachment.source === attachment.source)) continue;
      if (attachment.contents === undefined && attachment.size > maxUploadBytes)
        problems.push(tooLarge(attachment));
      else if (this.entries.length >= MAX_ENTRIES) tooMany += 1;
      else this.entries = [...this.entries, this.entry(attachment)];
    }
    if (tooMany > 0) problems.push(`${tooMany} more files were not attached: attach their folder instead.`);
    return problems.length === 0 ? undefined : problems.join(' ');
  }

  /** Takes off a file or a folder, or the file `key` of a folder. */
  remove(id: string, key?: string): void {
    if (id === togetherId) {
      const kept = key === undefined ? this.folders : this.entries.filter((entry) => entry.id !== key);
      this.entries = kept;
    } else if (key === undefined) this.entries = this.entries.filter((entry) => entry.id !== id);
    else this.narrow(id, (files) => files.filter(({ path }) => path !== key));
  }

  /** Lets a file go although it looks like a secret, or keeps it here again. */
  tick(id: string, ticked: boolean, key?: string): void {
    if (key !== undefined && id !== togetherId)
      this.narrow(id, (files) => files.map((file) => (file.path === key ? { ...file, ticked } : file)));
    else this.replace(key ?? id, (attachment) => withTick(attachment, ticked));
  }

  /** Tells more rows of a long list. */
  showMore(id: string): void {
    this.shown.set(id, (this.shown.get(id) ?? ROWS) + ROWS);
  }

  /** Looks at all of them again, just before they are sent. */
  async look(): Promise<LookedAll> {
    const { looked, ...told } = await lookAgain(this.entries);
    for (const [{ id, attachment: before }, after] of looked)
      this.replace(id, (now) =>
        now !== before ? now : before.ticked === true ? withTick(after, true) : after,
      );
    this.entries = this.entries.filter(({ attachment }) => attachment.contents?.files.length !== 0);
    return told;
  }

  /** Lets go of what was sent. */
  drop(sent: readonly NamedFile[]): void {
    const ids = new Set(this.entries.filter((entry) => sent.includes(entry)).map(({ id }) => id));
    this.entries = this.entries.filter(({ id }) => !ids.has(id));
    if (this.entries.length === 0) this.shown.clear();
  }

  private get folders(): readonly ListedFile[] {
    return this.entries.filter(({ attachment }) => attachment.contents !== undefined);
  }

  private narrow(id: string, change: (files: Files) => Files): void {
    this.replace(id, (attachment) => {
      const { contents } = attachment;
      return contents === undefined ? attachment : contents.with(change(contents.files));
    });
    this.entries = this.entries.filter(({ attachment }) => attachment.contents?.files.length !== 0);
  }

  private replace(id: string, change: (attachment: Attachment) => Attachment): void {
    this.entries = this.entries.map((entry) =>
      entry.id === id ? { ...entry, attachment: change(entry.attachment) } : entry,
    );
  }

  /** All files land in one folder, where a second `data.csv` would replace the first: it becomes `data (2).csv`. */
  private entry(attachment: Attachment): ListedFile {
    this.lastId += 1;
    const taken = new Set(this.entries.flatMap(({ name, attachment: before }) => places(name, before)));
    const name = freeName(attachment.name, (candidate) =>
      places(candidate, attachment).some((place) => taken.has(place)),
    );
    return { id: String(this.lastId), name, attachment };
  }
}

/** What a file takes up in the folder where all land: a ZIP is unpacked beside itself. */
function places(name: string, { contents }: Attachment): readonly string[] {
  const lower = name.toLowerCase();
  return contents === undefined ? [lower] : [lower, lower.replace(/\.zip$/, '')];
}

function tooLarge({ name, size }: Attachment): string {
  const megabytes = (size / (1024 * 1024)).toFixed(1);
  return `"${shorten(makeVisible(name), 80)}" is ${megabytes} MB, but a file may have at most 50 MB: make it smaller or split it.`;
}
