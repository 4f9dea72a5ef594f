import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';

/** Bytes of one read: the blobs of Node read an eighth of that at a time, which takes three times the processor time. */
const READ = 512 * 1024;
/** Bytes given at a time: small enough for a slow line to take one well within any limit. */
const PIECE = 64 * 1024;

/** The content of a file to send. A Blob is one. */
export interface UploadSource {
  /** Bytes. */
  readonly size: number;
  /** The media type, '' when it is not known. */
  readonly type: string;
  /** The content, from its beginning; may be asked for again. */
  stream(): AsyncIterable<Uint8Array>;
}

/** A file as it is now, to be read later. Reading throws when it is not the same file any more, at the latest after its last byte. */
export async function fileOnDisk(path: string): Promise<UploadSource> {
  const known = await look(path);
  return { size: known.size, type: '', stream: () => readWhole(path, known) };
}

async function look(path: string): Promise<Stats> {
  // Opened, because what may not be read is to be told now.
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error('Not a file.');
    return stats;
  } finally {
    await file.close();
  }
}

async function* readWhole(path: string, known: Stats): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  const checkSame = async (): Promise<void> => {
    const { ino, size, mtimeMs } = await file.stat();
    if (ino !== known.ino || size !== known.size || mtimeMs !== known.mtimeMs)
      throw new Error('The file was changed.');
  };
  try {
    await checkSame();
    for (let left = known.size; left > 0;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(READ, left)));
      if (bytesRead === 0) throw new Error('The file ended before its end.');
      left -= bytesRead;
      for (let from = 0; from < bytesRead; from += PIECE)
        yield buffer.subarray(from, Math.min(from + PIECE, bytesRead));
    }
    await checkSame();
  } finally {
    await file.close();
  }
}
