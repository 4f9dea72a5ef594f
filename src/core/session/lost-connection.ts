import { describeError } from '../api/describe-error';
import { isSigmicError, type SigmicError } from '../api/errors';
import { isLasting } from '../api/network-error';
import { backoff } from './backoff';
import type { Connection } from './state';

/** A server that cannot be reached is asked for often: what never leaves this machine costs nobody anything. */
const UNREACHED_CAP_MS = 2_000;

/** What a connection that failed leads to. */
export interface Loss {
  readonly connection: Connection;
  /** Only a person may cut the wait short: the server said no, or when to come back. */
  readonly firm: boolean;
}

export interface LossDeps {
  readonly now: number;
  /** Failures in a row before this one. */
  readonly attempt: number;
  readonly random: () => number;
}

/** What is to be said, and done, after `error` ended a stream; undefined when it was cancelled. */
export function afterLoss(error: unknown, deps: LossDeps): Loss | undefined {
  const { attempt, random } = deps;
  if (!isSigmicError(error)) return again(deps, backoff(attempt, random), 'Something unexpected happened');
  switch (error.kind) {
    case 'cancelled':
      return undefined;
    case 'auth':
      return { connection: { kind: 'signedOut' }, firm: true };
    case 'forbidden':
    case 'rejected':
    case 'invalid':
      return { connection: failed(error), firm: error.sent && error.kind !== 'invalid' };
    case 'network':
    case 'timeout':
    case 'silence':
    case 'unavailable':
    case 'malformed': {
      const asked = error.retryAfterMs ?? 0;
      const unreached = error.kind === 'network' && !error.sent && !isLasting(error.code);
      const own = backoff(attempt, random, unreached ? UNREACHED_CAP_MS : undefined);
      return again(deps, Math.max(own, asked), reasonOf(error), asked > own);
    }
  }
}

function again({ now }: LossDeps, delayMs: number, reason: string, firm = false): Loss {
  return { connection: { kind: 'reconnecting', retryAt: now + delayMs, reason }, firm };
}

function failed(error: SigmicError): Connection {
  const { message, action } = describeError(error, 'open the task');
  // Trying again is offered anyway.
  const helps = action?.id === 'retry' ? undefined : action;
  return { kind: 'failed', reason: message, ...(helps && { action: helps }) };
}

function reasonOf(error: SigmicError): string {
  switch (error.kind) {
    case 'silence':
      return 'The server has gone quiet';
    case 'unavailable':
      return 'The server is busy';
    case 'malformed':
      return 'The answer did not come from Sigmic';
    default:
      return 'The connection was lost';
  }
}
