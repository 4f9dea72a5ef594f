import { SigmicError, type Artifact, type SigmicClient } from '../../core/api';

/** More than an editor can show, and as much as may be held in memory. */
const most = 512 * 1024 * 1024;

/**
 * The bytes of a file. No more than the listing or the answer announced are taken, so that a stream without an end cannot
 * fill the memory. Throws SigmicError.
 */
export async function readWhole(
  client: Pick<SigmicClient, 'downloadArtifact'>,
  taskId: string,
  file: Artifact,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const download = await client.downloadArtifact(taskId, file.path, { signal });
  const limit = Math.min(most, Math.max(file.size, download.size ?? 0));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of download.body) {
    length += chunk.byteLength;
    if (length > limit) {
      throw new SigmicError('malformed', `The file is longer than the ${limit} bytes that were announced.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}
