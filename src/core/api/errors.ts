/**
 * Why a call failed, as data. Decide by `kind` (and `code`), never by message text.
 *
 * - `network`: no answer arrived (refused, DNS, TLS, reset). `sent` tells whether the request may have left.
 * - `timeout`: the call's own time limit passed; `silence`: the stream said nothing for three heartbeats.
 * - `cancelled`: the caller's AbortSignal fired. Not an error for people.
 * - `auth`: the credential is missing, refused or expired (401). `forbidden`: 403.
 * - `rejected`: the server understood and said no (400, 404, 501 ... with an API code).
 * - `unavailable`: 429, 502, 503, 504 and other 5xx: try later. `retryAfterMs` when the server said when.
 * - `malformed`: the answer is not what api.md promises (HTML from a gateway, another JSON shape).
 * - `invalid`: refused here, before anything was sent (limits on files, a name, an insecure URL).
 */
export type SigmicErrorKind =
  | 'network'
  | 'timeout'
  | 'silence'
  | 'cancelled'
  | 'auth'
  | 'forbidden'
  | 'rejected'
  | 'unavailable'
  | 'malformed'
  | 'invalid';

export interface SigmicErrorInit {
  /** The API's code (`INVALID_API_KEY` ...), or the system's (`ECONNREFUSED` ...). */
  readonly code?: string | undefined;
  readonly status?: number | undefined;
  readonly cause?: unknown;
  /** Whether the same request may be sent again by itself (api.md rule 9). */
  readonly retryable?: boolean | undefined;
  /** Milliseconds the server asked to wait (`Retry-After`), already bounded. */
  readonly retryAfterMs?: number | undefined;
  /** False only when the request certainly never left this machine. */
  readonly sent?: boolean | undefined;
  /** What the API said, already short plain text: the only words of the server that people may see. */
  readonly serverText?: string | undefined;
}

/** Every failure of the SDK. `message` is for the log; `describeError` turns it into words for people. */
export class SigmicError extends Error {
  readonly kind: SigmicErrorKind;
  readonly code: string | undefined;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly sent: boolean;
  readonly serverText: string | undefined;

  constructor(kind: SigmicErrorKind, message: string, init: SigmicErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.name = 'SigmicError';
    this.kind = kind;
    this.code = init.code;
    this.status = init.status;
    this.retryable = init.retryable ?? false;
    this.retryAfterMs = init.retryAfterMs;
    this.sent = init.sent ?? true;
    this.serverText = init.serverText;
  }
}

/** Whether `error` is a SigmicError, narrowed to one kind when given. */
export function isSigmicError(error: unknown, kind?: SigmicErrorKind): error is SigmicError {
  return error instanceof SigmicError && (kind === undefined || error.kind === kind);
}
