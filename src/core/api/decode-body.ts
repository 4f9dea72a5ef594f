import { pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { SigmicError } from './errors';

/**
 * The bytes as they were before something on the way compressed them: we ask for none of it, but some proxies do it all the
 * same. What has come is passed on at once, as a stream of events needs it. Destroying the result destroys `body`.
 * Throws `malformed` for an encoding that nobody can undo.
 */
export function decodeBody(body: Readable, encoding: string | undefined): Readable {
  switch (encoding?.trim().toLowerCase() ?? '') {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return through(body, createGunzip({ flush: constants.Z_SYNC_FLUSH }));
    case 'deflate':
      return through(body, createInflate({ flush: constants.Z_SYNC_FLUSH }));
    case 'br':
      return through(body, createBrotliDecompress({ flush: constants.BROTLI_OPERATION_FLUSH }));
    default:
      body.destroy();
      throw new SigmicError('malformed', 'The answer is compressed in a way that cannot be undone.', {
        code: 'ENCODED',
        retryable: true,
      });
  }
}

function through<T extends Readable & NodeJS.WritableStream>(body: Readable, decoder: T): T {
  // Either end that breaks ends the other; whoever reads is told by the decoder.
  pipeline(body, decoder, () => undefined);
  return decoder;
}
