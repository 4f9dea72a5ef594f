import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import { Workspace } from './workspace';

const maxEntries = 50_000;
const maxTotalBytes = 500 * 1024 * 1024;
const symlinkMode = 0o120000;
const fileKindMask = 0o170000;

/**
 * Unpacks an archive into a folder. Throws on names that lead outside (yauzl refuses `..`, absolute
 * paths and backslashes), on symbolic links, on damage, and on more than 50,000 entries or 500 MB.
 */
export async function unzip(archive: string, folder: string): Promise<void> {
  const target = new Workspace(folder);
  const zip = await yauzl.openPromise(archive, { validateEntrySizes: true, strictFileNames: true });
  let entries = 0;
  let total = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (++entries > maxEntries) throw new Error(`more than ${maxEntries} entries`);
      if (((entry.externalFileAttributes >>> 16) & fileKindMask) === symlinkMode) {
        throw new Error(`"${entry.fileName}" is a symbolic link`);
      }
      const path = await target.resolve(entry.fileName);
      if (entry.fileName.endsWith('/')) {
        await mkdir(path, { recursive: true });
        continue;
      }
      total += entry.uncompressedSize;
      if (total > maxTotalBytes) throw new Error('too large when unpacked');
      await mkdir(dirname(path), { recursive: true });
      // A script stays one; no other permission is taken over.
      const mode = ((entry.externalFileAttributes >>> 16) & 0o100) === 0 ? 0o644 : 0o755;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { flags: 'wx', mode }));
    }
  } finally {
    zip.close();
  }
}
