import { fileFromDisk, loadPart, maxUploadBytes, SigmicError, type UploadSource } from '../../core/api';
import { makeVisible, shorten } from '../../core/visible-text';
import type { OpenedFile, OpenOptions } from '../attachment';
import type { ZipEntry } from './zip-file';

/** A file that goes into a ZIP: `path` is its path in there. */
export interface ZippedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly open: () => Promise<{ readonly source: UploadSource }>;
  readonly isExecutable?: ZipEntry['isExecutable'];
}

const NAMED = 3;

/** Packs files into one upload; the API takes 50 MB in one file. Throws SigmicError('invalid' or 'cancelled'). */
export async function zipUpload(
  name: string,
  files: readonly ZippedFile[],
  { signal, onProgress }: OpenOptions = {},
): Promise<OpenedFile> {
  const entries = files.map(({ path, open, isExecutable }) => ({
    path,
    isExecutable,
    open: async () => (await open()).source,
  }));
  const { packZip, ZipTooLarge } = await loadPart(() => import('./zip-file'));
  try {
    const { path, dispose } = await packZip(entries, { maxBytes: maxUploadBytes, signal, onProgress });
    return { ...(await fileFromDisk(path, name)), dispose };
  } catch (cause) {
    if (signal?.aborted === true)
      throw new SigmicError('cancelled', 'Packing was stopped', { cause, sent: false });
    if (cause instanceof ZipTooLarge) throw tooLarge(name, files);
    if (cause instanceof SigmicError) throw cause;
    throw new SigmicError(
      'invalid',
      `${quoted(name)} could not be packed: a file changed meanwhile, or the disk is full. Look at the files and send again.`,
      { code: 'PACKING_FAILED', cause, sent: false },
    );
  }
}

function tooLarge(name: string, files: readonly ZippedFile[]): SigmicError {
  const largest = files
    .toSorted((a, b) => b.size - a.size)
    .slice(0, NAMED)
    .map(({ path, size }) => `${quoted(path)} (${(size / (1024 * 1024)).toFixed(1)} MB)`)
    .join(', ');
  return new SigmicError(
    'invalid',
    `${quoted(name)} would have more than 50 MB, even packed. The largest in it: ${largest}. ` +
      'Take some off the list, or leave them out with the setting "sigmic.upload.exclude".',
    { code: 'FILE_TOO_LARGE', sent: false },
  );
}

function quoted(name: string): string {
  return `"${shorten(makeVisible(name), 80)}"`;
}
