import { describeError, explainMalformed } from '../api/describe-error';
import { describeNetwork } from '../api/describe-network';
import { isSigmicError, type SigmicError } from '../api/errors';
import { isLasting } from '../api/network-error';
import { backoff } from './backoff';
import type { Connection } from './state';

/** A server that cannot be reached is asked for often: what never leaves this machine costs nobody anything. */
const UNREACHED_CAP_MS = 2_000;

const checkIt = { id: 'checkConnection', label: 'Check Connection' } as const;

/** A stream that says nothing although the task runs. */
export const heldBack: Connection = {
  kind: 'polling',
  reason: 'The task runs, but its stream is silent. A proxy may be holding it back.',
  action: checkIt,
};

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
  if (!isSigmicError(error))
    return again(deps, backoff(attempt, random), { reason: 'Something unexpected happened.' });
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
      return again(deps, Math.max(own, asked), whyLost(error), asked > own);
    }
  }
}

type Why = Pick<Extract<Connection, { kind: 'reconnecting' }>, 'reason' | 'action'>;

function again({ now }: LossDeps, delayMs: number, why: Why, firm = false): Loss {
  return { connection: { kind: 'reconnecting', retryAt: now + delayMs, ...why }, firm };
}

function failed(error: SigmicError): Connection {
  return { kind: 'failed', reason: describeError(error, 'open the task').message, ...helpWith(error) };
}

/** Trying again is offered anyway: `instead` takes its place. */
function helpWith(error: SigmicError, instead?: Why['action']): Pick<Why, 'action'> {
  const { action } = describeError(error, 'open the task');
  const helps = action?.id === 'retry' ? instead : action;
  return helps === undefined ? {} : { action: helps };
}

function whyLost(error: SigmicError): Why {
  switch (error.kind) {
    case 'silence':
      return { reason: 'The server has gone quiet.' };
    case 'unavailable':
      return { reason: whyUnavailable(error.status) };
    case 'malformed':
      return { reason: asSentence(explainMalformed(error).text), ...helpWith(error, checkIt) };
    default: {
      // What never got through has a reason that a person can do something about.
      if (error.sent && !isLasting(error.code)) return { reason: 'The connection was lost.' };
      return { reason: asSentence(describeNetwork(error.code).text), ...helpWith(error, checkIt) };
    }
  }
}

/** Only a 503 is the server's own word; with most other codes a gateway says that it does not reach it. */
function whyUnavailable(status: number | undefined): string {
  if (status === 429) return 'There were too many requests.';
  return status === 503 ? 'The server is busy.' : 'Sigmic is not available at the moment.';
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
