import { SigmicError, type Artifact } from '../../core/api';
import { cutShort, type Downloads } from './download';

/** More than an editor can show, and as much as may be held in memory. */
const most = 512 * 1024 * 1024;
/** The code of the error when a file goes on after the size that its listing tells. */
export const longerThanListed = 'LONGER_THAN_LISTED';

/**
 * The bytes of a file. No more are taken than its listing tells, so that a stream without an end cannot fill the memory; fewer are an error.
 * Throws SigmicError, also with the code `longerThanListed`.
 */
export async function readWhole(
  client: Downloads,
  taskId: string,
  file: Artifact,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const download = await client.downloadArtifact(taskId, file.path, { signal });
  const limit = Math.min(most, file.size > 0 ? file.size : (download.size ?? 0));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of download.body) {
    length += chunk.byteLength;
    if (length > limit) {
      throw new SigmicError('invalid', `The file is longer than the ${limit} bytes that it is listed with.`, {
        code: longerThanListed,
      });
    }
    chunks.push(chunk);
  }
  if (length < (download.size ?? file.size)) throw cutShort();
  return Buffer.concat(chunks, length);
}
