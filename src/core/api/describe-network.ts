import type { Explanation } from './explanation';
import { isCertificateCode } from './network-error';

const byCode: Readonly<Record<string, Explanation>> = {
  PROXY_AUTH_REQUIRED: {
    text: 'the proxy asks for a user name and a password. Put them into its URL in the setting http.proxy.',
    action: 'proxySettings',
  },
  PROXY_REFUSED: {
    text: 'the proxy refuses to connect to Sigmic. Ask who runs it, or check http.proxy.',
    action: 'proxySettings',
  },
  CUT_SHORT: { text: 'the file ended before all of it had come. Try again.', action: 'retry' },
  STREAM_CUT: { text: 'the connection was cut. The task goes on without it; try again.', action: 'retry' },
};

/** Faults of the network by the system's code. */
export function describeNetwork(code: string | undefined): Explanation {
  if (isCertificateCode(code)) {
    return {
      text: "the server's certificate is not trusted. If your company inspects traffic, add its certificate to this machine's trusted ones.",
      action: 'checkConnection',
    };
  }
  const known = code !== undefined && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  return known ?? { text: bySystemCode(code), action: 'retry' };
}

function bySystemCode(code: string | undefined): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing answers at the server’s address. It may be down; check the API URL and try again.';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the server’s name could not be found. Check that you are online and try again.';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return 'the network cannot be reached. Check that you are online and try again.';
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ETIMEDOUT':
      return 'the server did not answer in time. Check your connection and try again.';
    default:
      return 'the connection broke. Check your connection and try again.';
  }
}
