import { SigmicError } from './errors';

/**
 * A path below `/api/v1` of fixed words and ids, e.g. endpoint`tasks/${id}/stream`. Each id is encoded as one
 * segment; one that could still reach another endpoint (empty, `.`, `..`) throws SigmicError('invalid').
 */
export function endpoint(words: TemplateStringsArray, ...ids: readonly string[]): string {
  return words.reduce((path, word, index) => `${path}${encodeId(ids[index - 1] ?? '')}${word}`);
}

function encodeId(id: string): string {
  const encoded = encode(id);
  if (encoded !== undefined && encoded !== '' && encoded !== '.' && encoded !== '..') return encoded;
  throw new SigmicError('invalid', 'This is not a valid id.', { code: 'INVALID_ID', sent: false });
}

/** Undefined for half a surrogate pair, which has no encoding. */
function encode(id: string): string | undefined {
  try {
    return encodeURIComponent(id);
  } catch {
    return undefined;
  }
}
