import { SigmicError } from './errors';

const maxHops = 5;
const followed = new Set([301, 302, 303, 307, 308]);

export interface Redirect {
  readonly url: URL;
  readonly method: string;
  readonly status: number;
  readonly location: string | undefined;
  /** Redirects followed before this one. */
  readonly hops: number;
}

/**
 * Where a redirect leads. Only GET is followed, and only within the origin, so that the credential never goes
 * anywhere else: what sends us away is a captive portal, a proxy's sign-in page, or a wrong API URL.
 */
export function nextHop({ url, method, status, location, hops }: Redirect): URL {
  const target =
    location !== undefined && URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  if (target === undefined || !followed.has(status)) throw refuse(status, 'The server redirects to nowhere.');
  if (target.origin !== url.origin) {
    throw refuse(status, 'Something between here and the server redirects to another site.');
  }
  if (method !== 'GET' || hops >= maxHops)
    throw refuse(status, 'The server redirects where it should answer.');
  return target;
}

function refuse(status: number, message: string): SigmicError {
  return new SigmicError('malformed', message, { code: 'REDIRECTED', status });
}
