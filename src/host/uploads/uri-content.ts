import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { fileFromDisk, SigmicError, type UploadFile } from '../../core/api';
import { quoted } from './describe-uri';
import { fromMemory } from './from-memory';

/** Size in bytes and time of the last change (ms) of a file as it would be sent. */
export interface UriFacts {
  readonly size: number;
  readonly changedAt: number;
  readonly isFolder: boolean;
}

/** Looks at a file or folder. Throws when there is none. */
export async function lookAt(uri: vscode.Uri): Promise<UriFacts> {
  const text = unsavedText(uri);
  if (text !== undefined) return ofText(text);
  try {
    const { size, mtime, type } = await vscode.workspace.fs.stat(uri);
    return { size, changedAt: mtime, isFolder: (type & vscode.FileType.Directory) !== 0 };
  } catch (error) {
    const shown = openDocument(uri)?.getText();
    if (shown === undefined) throw error;
    return ofText(shown);
  }
}

/** The content of a file as it would be sent. Throws when it cannot be read. */
export async function readUri(uri: vscode.Uri): Promise<Uint8Array> {
  const text = unsavedText(uri);
  if (text !== undefined) return Buffer.from(text);
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    const shown = openDocument(uri)?.getText();
    if (shown === undefined) throw error;
    return Buffer.from(shown);
  }
}

/** Files on disk are streamed from there; others (virtual and remote file systems) are read when they are sent. */
export async function openUri(uri: vscode.Uri, name: string): Promise<UploadFile> {
  if (uri.scheme === 'file' && unsavedText(uri) === undefined) return fileFromDisk(uri.fsPath, name);
  try {
    return fromMemory(name, await readUri(uri));
  } catch (cause) {
    throw new SigmicError('invalid', `${quoted(name)} cannot be read.`, {
      code: 'FILE_UNREADABLE',
      cause,
      sent: false,
    });
  }
}

/** Whether a file may be run. Only a disk can tell, and Windows tells it of none. */
export async function isExecutable(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file' || process.platform === 'win32') return false;
  const found = await stat(uri.fsPath).catch(() => undefined);
  return found !== undefined && (found.mode & 0o100) !== 0;
}

/** A file with unsaved changes goes as the person sees it, in UTF-8; the editor and the disk stay as they are. */
function unsavedText(uri: vscode.Uri): string | undefined {
  const document = openDocument(uri);
  return document?.isDirty === true || document?.isUntitled === true ? document.getText() : undefined;
}

/** What no file system knows (the output of another extension) may be open as a text all the same. */
function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === wanted);
}

function ofText(text: string): UriFacts {
  return { size: Buffer.byteLength(text), changedAt: 0, isFolder: false };
}
