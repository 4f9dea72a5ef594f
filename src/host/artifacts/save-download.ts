import * as vscode from 'vscode';
import type { Artifact } from '../../core/api';
import { makeVisible, shorten, withoutLinks } from '../../core/visible-text';
import { offeredPlace } from '../platform/offered-place';
import { downloadFile, type Downloads } from './download';
import { withProgress } from './progress';
import { writeFile } from './write-file';

/** Saves a file with progress and a way to cancel; answers whether it was saved. What was at `destination` stays until all of the new file is there. */
export async function saveDownload(
  client: Downloads,
  taskId: string,
  file: Artifact,
  destination: vscode.Uri,
): Promise<boolean> {
  const title = `Saving ${withoutLinks(shorten(makeVisible(file.name || file.path), 80))}`;
  const saved = await withProgress(title, file.size, async (signal, advance) => {
    await writeFile(destination, counted(downloadFile(client, taskId, file, signal), advance), signal);
    return true;
  });
  return saved === true;
}

/** The same chunks; `advance` is told how many bytes each has. */
export async function* counted(
  content: AsyncIterable<Uint8Array>,
  advance: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    advance(chunk.byteLength);
    yield chunk;
  }
}

/** `path` as the server lists it. */
export function askForDestination(path: string): Thenable<vscode.Uri | undefined> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return vscode.window.showSaveDialog({
    title: `Save ${makeVisible(name)}`,
    defaultUri: offeredPlace(name),
  });
}
