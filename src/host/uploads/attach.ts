import * as vscode from 'vscode';
import { fileFromDisk, SigmicError, type UploadFile } from '../../core/api';
import type { Attached, Attachment } from '../attachment';
import { baseName, quoted } from './describe-uri';
import { fromMemory } from './from-memory';

/** Looks at each of the files; those that cannot be sent are refused by name. */
export async function attachUris(uris: readonly vscode.Uri[]): Promise<Attached> {
  const results = await Promise.all(uris.map(attachUri));
  return {
    attachments: results.filter((result) => typeof result !== 'string'),
    refused: results.filter((result) => typeof result === 'string'),
  };
}

async function attachUri(uri: vscode.Uri): Promise<Attachment | string> {
  const name = baseName(uri.path);
  try {
    const size = await sizeOf(uri);
    const source = uri.toString();
    return {
      source,
      name,
      size,
      open: (as) => openUri(uri, as),
      save: () => Promise.resolve({ kind: 'uri', uri: source }),
    };
  } catch (error) {
    return error instanceof NotAFile
      ? `${quoted(name)} is a folder: pick the files in it.`
      : `${quoted(name)} cannot be read.`;
  }
}

class NotAFile extends Error {}

async function sizeOf(uri: vscode.Uri): Promise<number> {
  const text = unsavedText(uri);
  if (text !== undefined) return Buffer.byteLength(text);
  const stat = await vscode.workspace.fs.stat(uri);
  if ((stat.type & vscode.FileType.Directory) !== 0) throw new NotAFile();
  return stat.size;
}

/** Files on disk are streamed from there; others (virtual and remote file systems) are read when they are sent. */
async function openUri(uri: vscode.Uri, name: string): Promise<UploadFile> {
  const text = unsavedText(uri);
  if (text !== undefined) return fromMemory(name, text);
  if (uri.scheme === 'file') return fileFromDisk(uri.fsPath, name);
  try {
    return fromMemory(name, await vscode.workspace.fs.readFile(uri));
  } catch (cause) {
    throw new SigmicError('invalid', `${quoted(name)} cannot be read.`, {
      code: 'FILE_UNREADABLE',
      cause,
      sent: false,
    });
  }
}

/** A file with unsaved changes goes as the person sees it, in UTF-8; the editor and the disk stay as they are. */
function unsavedText(uri: vscode.Uri): string | undefined {
  const wanted = uri.toString();
  return vscode.workspace.textDocuments
    .find((document) => document.isDirty && document.uri.toString() === wanted)
    ?.getText();
}
