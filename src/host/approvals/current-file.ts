import * as vscode from 'vscode';
import { deedOf } from '../../core/tool-deed';
import type { WaitingTool } from '../../core/session/task-session';
import { artifactUri } from '../platform/artifact-uri';
import type { CurrentFile } from './review-text';

/** More than anybody reads before answering. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What the file that a tool would write holds now, as the task's files tell it. Never fails: it says why it does not know. */
export async function readCurrent(
  { taskId, args }: WaitingTool,
  mask: (text: string) => string,
): Promise<CurrentFile> {
  const deed = deedOf(args);
  if (deed.kind !== 'write') return { kind: 'none' };
  const uri = artifactUri(taskId, deed.path);
  if (uri === undefined) return unreadable('the path does not stay inside the workspace of the task.');
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MOST_BYTES) return unreadable('it is too large.');
    const bytes = await vscode.workspace.fs.readFile(uri);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { kind: 'text', text: mask(text) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return { kind: 'none' };
    if (error instanceof vscode.FileSystemError && error.code === 'FileIsADirectory')
      return unreadable('it is a folder.');
    return unreadable(
      error instanceof TypeError
        ? 'it is not text in UTF-8.'
        : 'it could not be read. Open the review again later.',
    );
  }
}

function unreadable(why: string): CurrentFile {
  return { kind: 'unreadable', why };
}
