import * as vscode from 'vscode';
import { writeToDisk } from './write-to-disk';

/**
 * Writes a file whole or not at all: what was at `destination` stays until all of the new one is there. On disk it streams; other file
 * systems get it in one piece. Folders are made as needed. Throws what `content` throws, and what the file system does.
 */
export async function writeFile(
  destination: vscode.Uri,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  if (destination.scheme === 'file') return writeToDisk(destination.fsPath, content, signal);
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  signal.throwIfAborted();
  // It makes missing folders by itself.
  await vscode.workspace.fs.writeFile(destination, Buffer.concat(chunks));
}
