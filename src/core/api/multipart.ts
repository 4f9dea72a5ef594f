import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { SigmicError } from './errors';
import type { UploadSource } from './file-on-disk';
import type { UploadFile } from './upload';

/** A multipart/form-data body that can be opened anew for each attempt. */
export interface Multipart {
  readonly contentType: string;
  /** Bytes of the whole body. */
  readonly length: number;
  /** The body; `onTaken` is told how many bytes of it were taken so far. Files are read as they are sent. */
  open(onTaken?: (bytes: number) => void): Readable;
}

interface Part {
  readonly head: Buffer;
  readonly name: string;
  readonly content: UploadSource;
}

/** Text fields, then files under the name `files` (api.md `POST /tasks`). */
export function multipart(
  fields: Readonly<Record<string, string | undefined>>,
  files: readonly UploadFile[],
): Multipart {
  const boundary = `sigmic-${randomBytes(18).toString('hex')}`;
  const part = (name: string, content: UploadSource, disposition: string): Part => ({
    name,
    content,
    head: Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`),
  });
  const parts = [
    ...Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [part(name, new Blob([value]), `name="${name}"`)],
    ),
    ...files.map((file) =>
      part(
        file.name,
        file.source,
        `name="files"; filename="${quote(file.name)}"\r\nContent-Type: ${mediaType(file.source)}`,
      ),
    ),
  ];
  const tail = Buffer.from(`--${boundary}--\r\n`);
  const length = parts.reduce((sum, { head, content }) => sum + head.length + content.size + 2, tail.length);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    length,
    open: (onTaken) => Readable.from(encode(parts, tail, onTaken), { objectMode: false }),
  };
}

async function* encode(
  parts: readonly Part[],
  tail: Buffer,
  onTaken: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let taken = 0;
  const count = (bytes: number): void => onTaken?.((taken += bytes));
  for (const { head, name, content } of parts) {
    yield head;
    count(head.length);
    for await (const chunk of read(content, name)) {
      yield chunk;
      count(chunk.length);
    }
    yield Buffer.from('\r\n');
    count(2);
  }
  yield tail;
  count(tail.length);
}

/** A file on disk that was changed or removed since it was attached cannot be read any more. */
async function* read(content: UploadSource, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* content.stream();
  } catch (cause) {
    throw new SigmicError('invalid', `"${name}" was changed or removed while it was being sent.`, {
      code: 'FILE_CHANGED',
      cause,
    });
  }
}

/** As browsers do it (HTML standard, "multipart/form-data encoding algorithm"): nothing can end the header. */
function quote(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replace(/"/g, '%22');
}

function mediaType(source: UploadSource): string {
  return /^[\w.+-]+\/[\w.+-]+$/.test(source.type) ? source.type : 'application/octet-stream';
}
