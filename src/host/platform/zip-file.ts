import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { UploadSource } from '../../core/api';
import { inBatches } from './batches';

/** A file that goes into an archive. */
export interface ZipEntry {
  /** Its path in there, relative, with forward slashes. */
  readonly path: string;
  /** Opened only when its turn comes. */
  readonly open: () => Promise<Pick<UploadSource, 'stream'>>;
  /** Whether it is a program or script, as far as its file system tells: then it is one where it is unpacked too. */
  readonly isExecutable?: (() => Promise<boolean>) | undefined;
}

export interface ZipOptions {
  /** The archive may not have more bytes than this. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the files packed so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** An archive in a folder of its own, which only this user can read. */
export interface PackedZip {
  readonly path: string;
  readonly dispose: () => Promise<void>;
}

/** So many files are looked at together. */
const AT_ONCE = 16;

/** An archive became larger than it may be. */
export class ZipTooLarge extends Error {}

/**
 * Packs files one after the other into a temporary file. Throws ZipTooLarge, what an `open` threw, or the signal's reason; then
 * nothing is left behind.
 */
export async function packZip(entries: readonly ZipEntry[], options: ZipOptions): Promise<PackedZip> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmic-zip-'));
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'files.zip');
    await write(entries, path, options);
    return { path, dispose };
  } catch (error) {
    await dispose();
    throw options.signal?.aborted === true ? options.signal.reason : error;
  }
}

async function write(
  entries: readonly ZipEntry[],
  path: string,
  { maxBytes, signal, onProgress }: ZipOptions,
): Promise<void> {
  const zip = new ZipFile();
  let written = 0;
  const output = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      done(written > maxBytes ? new ZipTooLarge() : null, chunk);
    },
  });
  let packed = 0;
  const counter = (): Transform =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        onProgress?.((packed += chunk.length));
        done(null, chunk);
      },
    });
  let current: Transform | undefined;
  const fail = (error: Error): unknown => output.destroy(error);
  zip.on('error', fail);
  const executable = await inBatches(entries, AT_ONCE, (entry) =>
    entry.isExecutable === undefined ? Promise.resolve(false) : entry.isExecutable(),
  );
  signal?.throwIfAborted();
  for (const [index, { path: name, open }] of entries.entries()) {
    const mode = executable[index] === true ? 0o100755 : 0o100644;
    // The separator of Windows is a letter like any other elsewhere, and would make folders here.
    zip.addReadStreamLazy(name.replaceAll('\\', '_'), { mode }, (take) => {
      open().then((blob) => {
        current = counter();
        // yazl does not listen for failures of what it reads.
        pipeline(Readable.from(blob.stream()), current).catch(fail);
        take(undefined, current);
      }, fail);
    });
  }
  zip.end();
  zip.outputStream.pipe(output);
  try {
    await pipeline(output, createWriteStream(path, { mode: 0o600 }), { signal });
  } finally {
    current?.destroy();
  }
}
