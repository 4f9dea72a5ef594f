import type * as vscode from 'vscode';
import type { UploadFile } from '../core/api';
import type { LeftOut } from '../core/left-out';

/** A file or a folder that a person chose to send: looked at, not yet read. A choice makes another object of it. */
export interface Attachment {
  /** Tells whether two attachments are the same file. */
  readonly source: string;
  /** What it is called when it is sent: a folder goes as a ZIP. */
  readonly name: string;
  /** Bytes, when it was attached; of a folder, those of the files that are sent. */
  readonly size: number;
  /** Where it is in the workspace, for files that are packed together; absent when it is not in there. */
  readonly path?: string | undefined;
  /** The URI of the file or folder that it is, for what the task makes of it; absent when there is none to go back to. */
  readonly origin?: string | undefined;
  /** What it looks like that better stays here ("a private key"): then it is sent only when `ticked`. */
  readonly secret?: string | undefined;
  readonly ticked?: boolean | undefined;
  /** What is in a folder. */
  readonly contents?: FolderContents | undefined;
  /** Opens the file as it is now, to be sent under `name`. Throws SigmicError('invalid') when it cannot be read. */
  open(name: string, options?: OpenOptions): Promise<OpenedFile>;
  /** Whether it is a program or script: a ZIP keeps that. Absent when nobody can tell. */
  readonly isExecutable?: (() => Promise<boolean>) | undefined;
  /** Looks again, before it is sent. What has no `look` cannot change. */
  look?(): Promise<Looked>;
  /** What `AttachmentSource.restore` makes it of again, in another life of the window. Throws when that cannot be written. */
  save(): Promise<SavedAttachment>;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  /** Bytes of a folder that have been packed so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** A file ready to be sent. `dispose` deletes what was written for that, once it is sent or given up. */
export interface OpenedFile extends UploadFile {
  readonly dispose?: () => Promise<void>;
}

/** How an attachment is by now. */
export interface Looked {
  readonly attachment: Attachment;
  /** Names of files that are not there any more. */
  readonly gone: readonly string[];
  /** Names of files that look like secrets now and did not before. */
  readonly secrets: readonly string[];
  /** Names of files that have another size than before. */
  readonly changed: readonly string[];
}

/** What is in a folder, and what of it stays here. */
export interface FolderContents {
  /** All files that may be sent; those that look like secrets are, when they are ticked. */
  readonly files: readonly ContentFile[];
  readonly leftOut: readonly LeftOut[];
  /** How many files were too large, or too many, to be searched for secrets. */
  readonly unsearched: number;
  /** The same folder with these files only, some of them ticked. */
  with(files: readonly ContentFile[]): Attachment;
}

export interface ContentFile {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly size: number;
  /** When it was changed (ms), as far as that is known. */
  readonly changedAt?: number | undefined;
  readonly secret?: string | undefined;
  readonly ticked?: boolean | undefined;
}

/** Whether a file goes: one that looks like a secret only when the person ticked it. */
export function isSent({ secret, ticked }: Pick<ContentFile, 'secret' | 'ticked'>): boolean {
  return secret === undefined || ticked === true;
}

/** The same file, ticked or not; that survives being saved. */
export function withTick(attachment: Attachment, ticked: boolean): Attachment {
  return { ...attachment, ticked, save: async () => ({ ...(await attachment.save()), ticked }) };
}

/** An attachment as JSON. `kind` says how to read the rest, which only the uploads wing understands. */
export interface SavedAttachment {
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** What became of the files that somebody wanted to attach. */
export interface Attached {
  readonly attachments: readonly Attachment[];
  /** Why others cannot be, a sentence each, for people. */
  readonly refused: readonly string[];
}

/** What a file tells of another one, which is at `path`. */
export interface AttachedPart {
  readonly path: string;
  readonly content: Uint8Array;
}

/** Code that a person selected: as files, and in words for the message. */
export interface SelectedCode {
  readonly attached: Attached;
  readonly words: string;
}

/** The ways in which files come in. Made by the uploads wing, handed to the chat by extension.ts. */
export interface AttachmentSource {
  /** Asks the person for files or for folders; nothing when they dismiss it. */
  pick(what: 'files' | 'folders'): Promise<Attached>;
  /** URIs as commands get them: strings are URIs too. */
  fromUris(uris: readonly unknown[]): Promise<Attached>;
  /** Those of these files that no setting leaves out; what is left out is told in words. */
  withoutExcluded(files: readonly vscode.Uri[]): Promise<{
    readonly kept: readonly vscode.Uri[];
    readonly told: readonly string[];
  }>;
  /** The files below `folder` that match one of these globs and no ignore rule; a glob that finds none is refused in words. */
  fromGlobs(folder: vscode.Uri, globs: readonly string[]): Promise<Attached>;
  /** URIs as the editor's own window writes them, dropped on a webview. */
  fromDrop(uris: readonly string[]): Promise<Attached>;
  /** A file of which only name and bytes are known; `parts`: what it tells of other files, as a patch does. */
  fromBytes(name: string, bytes: Uint8Array, parts?: readonly AttachedPart[]): Attached;
  /** What is selected in the active text editor, with the problems there if `diagnostics`; undefined when nothing is. */
  fromSelection(diagnostics: boolean): SelectedCode | undefined;
  /** Brings saved attachments back; what is gone, or not understood (stored state is never trusted), is refused. */
  restore(saved: readonly unknown[]): Promise<Attached>;
  /** Deletes what was saved and is not named in any of `records`, the JSON texts in which saved attachments are kept. */
  sweep(records: readonly string[]): Promise<void>;
}
