import { SigmicError } from '../../core/api/errors';

export const defaultApiUrl = 'https://api.sigmic.ai';

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The origin to which a key may be sent, of a URL that a person gave: https, or http on this machine only (design.md).
 * Throws SigmicError('invalid', code INVALID_API_URL) with words for people.
 */
export function checkApiUrl(value: string): string {
  if (!URL.canParse(value.trim())) throw invalid(`"${value}" is not a web address.`);
  const url = new URL(value.trim());
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));
  if (!secure) {
    throw invalid(`"${value}" is not safe for a key: only https is, or http on this computer (127.0.0.1).`);
  }
  if (url.username !== '' || url.password !== '')
    throw invalid('It must not hold a user name or a password.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw invalid(`"${value}" must end after the host: ${url.origin}`);
  }
  return url.origin;
}

function invalid(why: string): SigmicError {
  return new SigmicError('invalid', `The setting "sigmic.apiUrl" cannot be used. ${why}`, {
    code: 'INVALID_API_URL',
    sent: false,
  });
}
