import { SigmicError, type Artifact, type TaskApi } from '../../core/api';

/** The part of the API that files come from. */
export type Downloads = Pick<TaskApi, 'downloadArtifact'>;

/**
 * The bytes of a file as they come. Fails when they end before all are there: by the length that the server announced, else by the
 * listing, so that half a file is never taken for a whole one. Throws SigmicError.
 */
export async function* downloadFile(
  client: Downloads,
  taskId: string,
  file: Artifact,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { body, size } = await client.downloadArtifact(taskId, file.path, { signal });
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    yield chunk;
  }
  if (length < (size ?? file.size)) throw cutShort();
}

/** A file that ended before all of it had come. */
export function cutShort(): SigmicError {
  return new SigmicError('network', 'The file ended before all of it had come.', {
    code: 'CUT_SHORT',
    retryable: true,
  });
}
