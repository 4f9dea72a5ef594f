import type { UploadFile } from '../core/api';

/** A file that a person chose to send: looked at, not yet read. */
export interface Attachment {
  /** Tells whether two attachments are the same file. */
  readonly source: string;
  readonly name: string;
  /** Bytes, when it was attached. */
  readonly size: number;
  /** Opens the file as it is now, to be sent under `name`. Throws SigmicError('invalid') when it cannot be read. */
  open(name: string): Promise<UploadFile>;
  /** What `AttachmentSource.restore` makes it of again, in another life of the window. Throws when that cannot be written. */
  save(): Promise<SavedAttachment>;
}

/** An attachment as JSON. `kind` says how to read the rest, which only the uploads wing understands. */
export interface SavedAttachment {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** Why something in a folder is not sent. */
export type LeftOutReason =
  'gitignore' | 'files.exclude' | 'sigmic.upload.exclude' | 'linkOut' | 'linkCircle' | 'unreadable';

/** Files and folders that are not sent for one reason; a folder counts as one. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly count: number;
  /** The first few paths. */
  readonly examples: readonly string[];
}

/** What became of the files that somebody wanted to attach. */
export interface Attached {
  readonly attachments: readonly Attachment[];
  /** Why others cannot be, a sentence each, for people. */
  readonly refused: readonly string[];
}

/** Code that a person selected: as files, and in words for the message. */
export interface SelectedCode {
  readonly attached: Attached;
  readonly words: string;
}

/** The ways in which files come in. Made by the uploads wing, handed to the chat by extension.ts. */
export interface AttachmentSource {
  /** Asks the person; nothing when they dismiss it. */
  pick(): Promise<Attached>;
  /** URIs as commands get them: strings are URIs too. */
  fromUris(uris: readonly unknown[]): Promise<Attached>;
  /** URIs as the editor's own window writes them, dropped on a webview. */
  fromDrop(uris: readonly string[]): Promise<Attached>;
  /** A file of which only name and bytes are known. */
  fromBytes(name: string, bytes: Uint8Array): Attached;
  /** What is selected in the active text editor, with the problems there if `diagnostics`; undefined when nothing is. */
  fromSelection(diagnostics: boolean): SelectedCode | undefined;
  /** Brings saved attachments back; what is gone, or not understood (stored state is never trusted), is refused. */
  restore(saved: readonly unknown[]): Promise<Attached>;
  /** Deletes what was saved and is not named in any of `records`, the JSON texts in which saved attachments are kept. */
  sweep(records: readonly string[]): Promise<void>;
}
