import { checkUpload, maxUploadFiles, type UploadFile } from '../../core/api';
import { isSent, type Attachment, type OpenedFile } from '../attachment';
import { zipUpload } from '../platform/zip-upload';
import { freeName, packPaths } from './pack-paths';

/** A file of a draft, under the name by which it goes. */
export interface NamedFile {
  readonly name: string;
  readonly attachment: Attachment;
}

export interface OpenFilesOptions {
  readonly signal?: AbortSignal | undefined;
  /** How many bytes of those that have to be packed are. */
  readonly onPacked?: ((bytes: number, total: number) => void) | undefined;
}

/** Files ready to be sent. `dispose` deletes what was written for that. */
export interface OpenedFiles {
  readonly files: readonly UploadFile[];
  readonly dispose: () => Promise<void>;
}

/** Whether something of this goes; a folder may be empty by now, or hold nothing but secrets that nobody ticked. */
export function goes({ contents, ...attachment }: Attachment): boolean {
  return contents === undefined ? isSent(attachment) : contents.files.some(isSent);
}

/** The files that are not folders, when they are too many for one message: they go as one ZIP. */
export function packedTogether<T extends NamedFile>(files: readonly T[]): readonly T[] {
  const going = files.filter(({ attachment }) => goes(attachment));
  return going.length > maxUploadFiles
    ? going.filter(({ attachment }) => attachment.contents === undefined)
    : [];
}

/** Their paths in that ZIP. */
export function packedPaths(files: readonly NamedFile[]): ReadonlyMap<NamedFile, string> {
  const together = packedTogether(files);
  const paths = packPaths(together.map(({ name, attachment }) => ({ name, path: attachment.path })));
  return new Map(together.map((file, index) => [file, paths[index] ?? file.name]));
}

/** The name of the ZIP of those. */
export function packName(files: readonly NamedFile[]): string {
  return freeName('files.zip', (name) => files.some((file) => file.name.toLowerCase() === name));
}

/**
 * Opens all that is sent, as it is now: folders, and more than 20 files, as ZIPs. Throws SigmicError('invalid') with what to do,
 * or 'cancelled'; then nothing is left behind.
 */
export async function openFiles(
  files: readonly NamedFile[],
  { signal, onPacked }: OpenFilesOptions = {},
): Promise<OpenedFiles> {
  const together = packedTogether(files);
  const packed = new Set(together);
  const single = files.filter((file) => goes(file.attachment) && !packed.has(file));
  const total = [...single.filter(({ attachment }) => attachment.contents !== undefined), ...together].reduce(
    (sum, { attachment }) => sum + attachment.size,
    0,
  );
  let before = 0;
  const opened: OpenedFile[] = [];
  const dispose = async (): Promise<void> => {
    for (const file of opened.splice(0)) await file.dispose?.();
  };
  const open = async (one: (onProgress: (bytes: number) => void) => Promise<OpenedFile>): Promise<void> => {
    let done = 0;
    const onProgress = (bytes: number): void => {
      done = bytes;
      onPacked?.(before + bytes, total);
    };
    opened.push(await one(onProgress));
    before += done;
  };
  try {
    for (const { attachment, name } of single)
      await open((onProgress) => attachment.open(name, { signal, onProgress }));
    if (together.length > 0)
      await open((onProgress) => pack(packName(files), together, { signal, onProgress }));
    checkUpload(opened);
    return { files: [...opened], dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function pack(
  name: string,
  files: readonly NamedFile[],
  options: Parameters<typeof zipUpload>[2],
): Promise<OpenedFile> {
  const zipped = [...packedPaths(files)].map(([{ attachment }, path]) => ({
    path,
    size: attachment.size,
    open: () => attachment.open(attachment.name),
    isExecutable: attachment.isExecutable,
  }));
  return zipUpload(name, zipped, options);
}
