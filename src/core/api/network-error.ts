import { SigmicError } from './errors';
import { ProxyRefusedError } from './proxy-refused';

/** What is known of the request that failed. */
export interface FaultContext {
  readonly method: string;
  /** The fault came while connecting, so nothing was sent. */
  readonly failedToConnect: boolean;
}

const certificateCodes =
  /^(CERT_|ERR_TLS_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_EXCEEDED)/;

/** Whether a failure with this code is about a certificate. */
export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && certificateCodes.test(code);
}

/** Whether trying again at once will not help; a proxy that counts wrong passwords must not be asked thrice either. */
export function isLasting(code: string | undefined): boolean {
  return isCertificateCode(code) || code === 'PROXY_AUTH_REQUIRED' || code === 'PROXY_REFUSED';
}

/** A fault of the network as SigmicError('network'); a SigmicError stays what it is. */
export function networkError(cause: unknown, context: FaultContext): SigmicError {
  if (cause instanceof SigmicError) return cause;
  const sent = !context.failedToConnect;
  return new SigmicError('network', describe(cause), {
    code: codeOf(cause),
    cause,
    sent,
    retryable: !sent || context.method !== 'POST',
  });
}

function describe(cause: unknown): string {
  if (cause instanceof ProxyRefusedError) return cause.message;
  const code = codeOf(cause);
  return code === undefined ? 'The connection failed.' : `The connection failed (${code}).`;
}

/** The system's or undici's code; of several addresses that all failed, the first one's. */
function codeOf(cause: unknown): string | undefined {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  if (!(cause instanceof Error)) return undefined;
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return codeOf(cause.cause);
}
