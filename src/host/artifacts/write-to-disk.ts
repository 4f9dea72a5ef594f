import { createWriteStream } from 'node:fs';
import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeWhole } from '../platform/write-whole';

/** Bytes that wait for the disk before the network has to: a connection that stops and goes on for each piece is a third slower. */
const waiting = 256 * 1024;

/**
 * Streams into a file beside `destination` that then takes its name and keeps its permissions; what was there stays until all of the
 * new one is. Folders are made as needed. Throws what `content` throws, and what the file system does.
 */
export async function writeToDisk(
  destination: string,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(destination), { recursive: true });
  // A link stays one: the file that it leads to is replaced.
  const path = await realpath(destination).catch(() => destination);
  const mode = await stat(path).then(
    (found) => found.mode,
    () => undefined,
  );
  await writeWhole(path, async (draft) => {
    await pipeline(content, createWriteStream(draft, { flags: 'wx', highWaterMark: waiting }), { signal });
    if (mode !== undefined) await chmod(draft, mode);
  });
}
