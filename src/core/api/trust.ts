import tls from 'node:tls';

/** For `tls.connect`: whom to trust. */
export interface Trust {
  readonly secureContext?: tls.SecureContext;
}

/** One context for all connections: parsing hundreds of certificates for each of them would be slow. */
export function trustedBy(ca: readonly string[] | undefined): Trust {
  if (ca === undefined || ca.length === 0) return {};
  return { secureContext: tls.createSecureContext({ ca: [...tls.rootCertificates, ...ca] }) };
}

/** Basic authentication from the user and password of the proxy's URL. */
export function proxyToken(proxy: URL): string | undefined {
  if (proxy.username === '') return undefined;
  const pair = `${decode(proxy.username)}:${decode(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** The host of a URL as sockets want it: an IPv6 address without its brackets. */
export function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A literal `%` in a password is often left unencoded: take it as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
