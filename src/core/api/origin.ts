import { SigmicError } from './errors';

/** Whether `hostname` (as a URL spells it) is this machine: 127.0.0.0/8, ::1 or localhost. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * The service's base URL without a trailing slash. A credential travels over https only, or over http on
 * loopback: anything else throws SigmicError('invalid').
 */
export function parseApiUrl(value: string): URL {
  if (!URL.canParse(value)) throw refuse('INVALID_API_URL', 'The API URL is not a valid URL.');
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refuse('INVALID_API_URL', 'The API URL must begin with https://.');
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw refuse(
      'INSECURE_API_URL',
      'The API URL must begin with https://, or your key could be read on the way.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse('INVALID_API_URL', 'The API URL must not hold a user name or password.');
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

function refuse(code: string, message: string): SigmicError {
  return new SigmicError('invalid', message, { code, sent: false });
}
