import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** The files in an archive, by their paths in it, in order. */
export async function unzipped(archive: Blob | Uint8Array): Promise<Map<string, Buffer>> {
  const bytes = archive instanceof Blob ? new Uint8Array(await archive.arrayBuffer()) : archive;
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes));
  const files = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    files.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
  }
  return files;
}
