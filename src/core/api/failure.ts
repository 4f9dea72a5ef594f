import { SigmicError, type SigmicErrorKind } from './errors';
import { plainText } from './plain-text';

/** Codes that mean "sign in again" whatever the status is (api.md "Envelope and errors"). */
const authCodes = new Set(['AUTH_REQUIRED', 'INVALID_API_KEY', 'INVALID_AUTH_FORMAT', 'INVALID_TOKEN']);
const forbiddenCodes = new Set(['FORBIDDEN', 'ORIGIN_NOT_ALLOWED']);
/** Answers of the API itself that keep their meaning under a 5xx status. */
const rejectedCodes = new Set(['EXECUTION_ERROR', 'JWT_NOT_CONFIGURED', 'VALIDATION_ERROR', 'NOT_FOUND']);

/** An answer that is no success. */
export interface FailedAnswer {
  readonly method: string;
  readonly status: number;
  /** The `error` of the envelope, when the answer was one. */
  readonly error?: unknown;
  readonly html: boolean;
  readonly retryAfterMs: number | undefined;
}

/** The SigmicError for an answer that is no success: first by the API's code, then by the status. */
export function failure(answer: FailedAnswer): SigmicError {
  const { code, message } = parseError(answer.error);
  const kind = kindOf(answer.status, code);
  const said = plainText(message);
  return new SigmicError(
    kind,
    `The server answered ${answer.status}${said === undefined ? '.' : `: ${said}`}`,
    {
      code: code ?? codeOf(answer, kind),
      status: answer.status,
      serverText: said,
      retryAfterMs: answer.retryAfterMs,
      retryable: isRetryable(answer, kind),
    },
  );
}

function kindOf(status: number, code: string | undefined): SigmicErrorKind {
  if (code !== undefined) {
    if (authCodes.has(code)) return 'auth';
    if (forbiddenCodes.has(code)) return 'forbidden';
    if (rejectedCodes.has(code)) return 'rejected';
  }
  if (status === 401) return 'auth';
  if (status === 403) return 'forbidden';
  if (status === 407) return 'network';
  if (status === 408 || status === 429 || (status >= 500 && status !== 501)) return 'unavailable';
  // Without a code of the API it was not the API that answered: a gateway, or another site at this address.
  return code === undefined ? 'malformed' : 'rejected';
}

function codeOf(answer: FailedAnswer, kind: SigmicErrorKind): string | undefined {
  if (answer.status === 407) return 'PROXY_AUTH_REQUIRED';
  if (kind !== 'malformed') return undefined;
  return answer.html ? 'HTML' : 'NOT_JSON';
}

/** Rule 9; a 429 certainly did nothing, so that even a POST may be repeated after it. */
function isRetryable(answer: FailedAnswer, kind: SigmicErrorKind): boolean {
  return (
    answer.status === 429 || (answer.method !== 'POST' && (kind === 'unavailable' || kind === 'malformed'))
  );
}

/** The API's `{message, code}`; some gateways put a bare string there. */
function parseError(error: unknown): { code?: string | undefined; message?: unknown } {
  if (typeof error === 'string') return { message: error };
  if (typeof error !== 'object' || error === null) return {};
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    code: code !== undefined && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : undefined,
    message: 'message' in error ? error.message : undefined,
  };
}
