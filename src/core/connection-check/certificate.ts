import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { NetworkSettings } from '../api';
import { isCertificateCode } from '../api/network-error';
import { bare, trustedBy } from '../api/trust';
import { oneLine, shorten } from '../visible-text';
import { Stopped } from './step';
import { opened, serverName } from './tunnel';

/** What Node gives for one that did not come lacks all fields, against its types. */
type Shown = Partial<tls.DetailedPeerCertificate>;

/**
 * Makes TLS on `socket` with the very trust that calls have, and says whose certificate it is. Nothing is sent over it. Throws
 * Stopped with the issuer's name when the certificate is refused.
 */
export async function checkCertificate(
  socket: Socket,
  url: URL,
  settings: NetworkSettings,
  usesSystemStore: boolean,
): Promise<string> {
  const host = bare(url.hostname);
  const secured = tls.connect({
    ...trustedBy(settings.ca),
    rejectUnauthorized: true,
    socket,
    ...serverName(host),
    // With a socket given, this is only whom the certificate is to be for.
    host,
  });
  let chain: readonly Shown[] = [];
  // A refused certificate is gone with the socket, so it is looked at when the handshake ends, before the refusal.
  secured.prependOnceListener('secure', () => (chain = chainOf(secured.getPeerCertificate(true))));
  try {
    await opened(secured, 'secureConnect');
    return `Trusted: ${describe(chain)}, ${secured.getProtocol() ?? 'TLS'}.`;
  } catch (error) {
    throw refusal(error, chain, host, usesSystemStore);
  } finally {
    secured.destroy();
  }
}

function refusal(error: unknown, chain: readonly Shown[], host: string, usesSystemStore: boolean): Stopped {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  const whose = describe(chain);
  if (!isCertificateCode(code)) {
    const advice =
      'Something on the way, such as a firewall, may not let encrypted connections pass. Ask who runs the network.';
    return new Stopped(`The encrypted connection to ${host} was cut (${shorten(oneLine(code), 60)}).`, {
      advice,
    });
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const { valid_from: from = '?', valid_to: to = '?' } = chain[0] ?? {};
    return new Stopped(`The certificate is not valid today (${named(from)} to ${named(to)}): ${whose}.`, {
      advice: 'Look whether the clock of this computer is right; if it is, tell who runs the server.',
    });
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new Stopped(`The certificate is not for ${host}, but for ${names(chain[0])}: ${whose}.`, {
      advice: 'Look whether the address is right. Else something on the way answers in its place.',
      setting: 'sigmic.apiUrl',
    });
  }
  const known =
    'If this is your company’s issuer, add its certificate to the trusted ones of this computer, or name its file in NODE_EXTRA_CA_CERTS, and start VS Code anew.';
  const off = 'The certificates of this computer are not used, because http.systemCertificates is off. ';
  return new Stopped(`The certificate is not trusted: ${whose}.`, {
    advice: `${usesSystemStore ? '' : off}${known} If you do not know the issuer, somebody may be listening.`,
    ...(!usesSystemStore && { setting: 'http.systemCertificates' }),
  });
}

/** From the server's own to the last one that was sent or is known. */
function chainOf(leaf: tls.DetailedPeerCertificate): Shown[] {
  const chain: Shown[] = [];
  const seen = new Set<string>();
  let next: Shown | undefined = leaf;
  while (next?.fingerprint256 !== undefined && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

function describe(chain: readonly Shown[]): string {
  const last = chain.at(-1);
  if (last === undefined) return 'it did not show one';
  const { CN, O } = issuerOf(last);
  const organisation = O === undefined || O === CN ? '' : ` (${named(O)})`;
  return `issued by “${named(CN ?? O ?? 'nobody named')}”${organisation}, last certificate sent SHA-256 ${named(last.fingerprint256 ?? '?')}`;
}

/** Fields of names that occur twice come as a list. */
function issuerOf({ issuer }: Shown): { CN?: string | undefined; O?: string | undefined } {
  const one = (value: unknown): string | undefined => {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    return typeof first === 'string' && first.trim() !== '' ? first : undefined;
  };
  return { CN: one(issuer?.CN), O: one(issuer?.O) };
}

function names(leaf: Shown | undefined): string {
  return named(leaf?.subjectaltname?.replace(/(DNS|IP Address):/g, '') ?? 'no name');
}

/** Whoever made the certificate chose these words. */
function named(text: string): string {
  return shorten(oneLine(text), 100);
}
