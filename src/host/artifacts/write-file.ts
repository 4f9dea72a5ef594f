import { createWriteStream } from 'node:fs';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as vscode from 'vscode';
import { writeWhole } from '../platform/write-whole';

/**
 * Writes a file whole or not at all: what was at `destination` stays until all of the new one is there. On disk it streams, into a file
 * beside it that then takes its name (and keeps its permissions); other file systems get it in one piece. Folders are made as needed.
 * Throws what `content` throws, and what the file system does.
 */
export async function writeFile(
  destination: vscode.Uri,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  if (destination.scheme !== 'file') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of content) chunks.push(chunk);
    signal.throwIfAborted();
    // It makes missing folders by itself.
    await vscode.workspace.fs.writeFile(destination, Buffer.concat(chunks));
    return;
  }
  await mkdir(dirname(destination.fsPath), { recursive: true });
  // A link stays one: the file that it leads to is replaced.
  const path = await realpath(destination.fsPath).catch(() => destination.fsPath);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => undefined,
  );
  await writeWhole(path, async (draft) => {
    await pipeline(content, createWriteStream(draft, { flags: 'wx' }), { signal });
    if (mode !== undefined) await chmod(draft, mode);
  });
}
