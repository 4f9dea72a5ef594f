import { basename } from 'node:path';
import { SigmicError } from './errors';
import { fileOnDisk, type UploadSource } from './file-on-disk';

export type { UploadSource } from './file-on-disk';

/** At most this many files go with one message (api.md "Endpoints"). */
export const maxUploadFiles = 20;
/** At most this many bytes in one file (api.md "Endpoints"). */
export const maxUploadBytes = 50 * 1024 * 1024;

/** A file to send. `source` is read only while it is sent, so a file on disk never sits in memory whole. */
export interface UploadFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly source: UploadSource;
}

/** A file on disk, opened but not read. `name` is what the server is told, the file's own name by default. */
export async function fileFromDisk(path: string, name: string = basename(path)): Promise<UploadFile> {
  try {
    const source = await fileOnDisk(path);
    return { name, size: source.size, source };
  } catch (cause) {
    throw new SigmicError('invalid', `"${name}" cannot be read.`, {
      code: 'FILE_UNREADABLE',
      cause,
      sent: false,
    });
  }
}

/** Throws SigmicError('invalid') that names the file and the limit when `files` are more than the API takes. */
export function checkUpload(files: readonly UploadFile[]): void {
  if (files.length > maxUploadFiles) {
    throw new SigmicError(
      'invalid',
      `${files.length} files are attached, but one message takes at most ${maxUploadFiles}.`,
      { code: 'TOO_MANY_FILES', sent: false },
    );
  }
  for (const file of files) {
    if (file.size <= maxUploadBytes) continue;
    const megabytes = (file.size / (1024 * 1024)).toFixed(1);
    throw new SigmicError(
      'invalid',
      `"${file.name}" is ${megabytes} MB, but a file may have at most 50 MB.`,
      {
        code: 'FILE_TOO_LARGE',
        sent: false,
      },
    );
  }
}
