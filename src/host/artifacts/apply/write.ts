import * as vscode from 'vscode';
import { SigmicError } from '../../../core/api';
import { downloadFile, type Downloads } from '../download';
import { counted } from '../save-download';
import { confirmPlace } from '../place';
import { writeFile } from '../write-file';
import type { Backup } from './backup';
import type { PlannedFile } from './plan';
import { smallestReplacement, withLineEnds } from './text';

/**
 * Texts as one edit of the workspace, which one Undo takes back, saved unless there were changes that the person had not saved. Throws
 * SigmicError('invalid') when VS Code refuses it, or a place is not what it was; then nothing has changed.
 */
export async function applyTexts(files: readonly PlannedFile[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, place, state, content } of files) {
    if (content.kind !== 'text') continue;
    await confirmPlace(place);
    if (state === 'new') edit.createFile(uri, { contents: content.bytes });
    else await replaceText(edit, uri, content.text);
  }
  // Its own size does not count the files that it makes.
  if (files.every(({ content }) => content.kind !== 'text')) return;
  if (await vscode.workspace.applyEdit(edit)) {
    await saveTexts(files);
    return;
  }
  throw new SigmicError(
    'invalid',
    'VS Code did not take the changes. A file may have been edited meanwhile; try again.',
    {
      code: 'EDIT_REFUSED',
      sent: false,
    },
  );
}

/** Saves what was changed here; what the person had begun to write is theirs to save. */
export async function saveTexts(files: readonly PlannedFile[]): Promise<void> {
  for (const { uri, content, unsaved } of files) {
    if (content.kind !== 'text' || unsaved) continue;
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.isDirty) await document.save();
  }
}

/** The document keeps its kind of line ends, its encoding, and wherever the text stays the same its cursors. */
async function replaceText(edit: vscode.WorkspaceEdit, uri: vscode.Uri, text: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  const found = smallestReplacement(document.getText(), withLineEnds(text, eol));
  if (found === undefined) return;
  const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
  edit.replace(uri, range, found.text);
}

interface WriteOptions {
  readonly client: Downloads;
  readonly taskId: string;
  readonly backup: Backup;
  readonly signal: AbortSignal;
  readonly advance: (bytes: number) => void;
}

/** One file through the file system, after a copy of what it replaces. */
export async function applyBytes(
  { uri, place, state, content, file }: PlannedFile,
  options: WriteOptions,
): Promise<void> {
  const { client, taskId, backup, signal, advance } = options;
  if (content.kind === 'text') return;
  await confirmPlace(place);
  await backup.keep(uri, state !== 'new');
  const source = content.kind === 'bytes' ? once(content.bytes) : downloadFile(client, taskId, file, signal);
  await writeFile(uri, counted(source, advance), signal);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}
