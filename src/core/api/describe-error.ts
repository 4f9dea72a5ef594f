import { describeNetwork } from './describe-network';
import { isSigmicError, type SigmicError } from './errors';
import type { ErrorAction, Explanation } from './explanation';

/** A failure in words for people, with the one thing that helps. */
export interface ErrorDescription {
  readonly message: string;
  readonly action?: { readonly id: ErrorAction; readonly label: string };
}

const labels: Readonly<Record<ErrorAction, string>> = {
  signIn: 'Sign In',
  retry: 'Try Again',
  settings: 'Open Settings',
  proxySettings: 'Open Settings',
  checkConnection: 'Check Connection',
  console: 'Open Console',
  log: 'Show Log',
  reload: 'Reload Window',
};

/**
 * The one place that turns failures into words. `doing` completes "Could not ...": "create the task", "load your tasks".
 * Never shows a stack, HTML or anything of the server but its own short `error.message`.
 */
export function describeError(error: unknown, doing: string): ErrorDescription {
  const { text, action } = isSigmicError(error) ? explain(error) : unexpected;
  return {
    message: `Could not ${doing}: ${text}`,
    ...(action === undefined ? {} : { action: { id: action, label: labels[action] } }),
  };
}

const unexpected: Explanation = {
  text: 'something unexpected went wrong. The log has the details.',
  action: 'log',
};

function explain(error: SigmicError): Explanation {
  switch (error.kind) {
    case 'network':
      return withDoubt(error, describeNetwork(error.code));
    case 'timeout':
      return withDoubt(error, {
        text: 'no answer came in time. Check your connection and try again.',
        action: 'retry',
      });
    case 'silence':
      return { text: 'the connection went silent. The task goes on without it; try again.', action: 'retry' };
    case 'cancelled':
      return { text: 'it was cancelled.' };
    case 'auth':
      return explainAuth(error);
    case 'forbidden':
      return explainForbidden(error);
    case 'rejected':
      return explainRejected(error);
    case 'unavailable':
      return explainUnavailable(error);
    case 'malformed':
      return explainMalformed(error);
    case 'invalid':
      return explainInvalid(error);
  }
}

/** After a fault in the middle nobody knows whether the request arrived (api.md rule 9): say so before it is repeated. */
function withDoubt(error: SigmicError, known: Explanation): Explanation {
  if (!error.sent || error.retryable) return known;
  return { ...known, text: `${known.text} It may have arrived all the same: look before you send it again.` };
}

function explainAuth({ code, sent }: SigmicError): Explanation {
  if (code === 'AUTH_REQUIRED' && !sent) return { text: 'you are not signed in.', action: 'signIn' };
  if (code === 'CREDENTIAL_UNREADABLE') {
    return {
      text: 'your key could not be read from where it is kept. Sign in again to go on.',
      action: 'signIn',
    };
  }
  if (code === 'INVALID_TOKEN') {
    return { text: 'your sign-in is no longer valid. Sign in again to go on.', action: 'signIn' };
  }
  if (code === 'INVALID_CREDENTIALS') {
    return {
      text: 'the app ID or app secret is wrong. Check them in the Sigmic Console.',
      action: 'console',
    };
  }
  return { text: 'Sigmic does not accept your API key. Sign in again to go on.', action: 'signIn' };
}

function explainForbidden({ code, serverText }: SigmicError): Explanation {
  if (code === 'ORIGIN_NOT_ALLOWED') {
    return {
      text: 'your key may not be used from here. Change that in the Sigmic Console, or sign in with another key.',
      action: 'console',
    };
  }
  return {
    text: `your key does not allow this.${quoted(serverText)} A key of another project may.`,
    action: 'signIn',
  };
}

function explainRejected({ code, serverText }: SigmicError): Explanation {
  switch (code) {
    case 'NOT_FOUND':
      return {
        text: 'Sigmic does not know it. It may have been removed, or belong to another project than your key.',
      };
    case 'EXECUTION_ERROR':
      return {
        text: `it failed while Sigmic carried it out.${quoted(serverText)} Try again.`,
        action: 'retry',
      };
    case 'JWT_NOT_CONFIGURED':
      return {
        text: 'this project is not set up for tokens. Set them up in the Sigmic Console, or use an API key instead.',
        action: 'console',
      };
    case 'MISSING_CREDENTIALS':
      return { text: 'the app ID or the app secret is missing.' };
    case 'MISSING_END_USER_ID':
      return { text: 'it is not said for which end user the token is.' };
    case 'INVALID_EXPIRES_IN':
      return {
        text: 'Sigmic does not take this lifetime. Write a number and a unit, such as 15m, 1h or 7d.',
      };
    case 'INVALID_ENV':
      return { text: `a variable or a secret is not valid.${quoted(serverText)}` };
    default:
      return {
        text:
          serverText === undefined
            ? 'Sigmic did not accept it.'
            : `Sigmic did not accept it.${quoted(serverText)}`,
        action: 'log',
      };
  }
}

function explainUnavailable({ status, retryAfterMs, sent, retryable }: SigmicError): Explanation {
  const what =
    status === 429
      ? 'there were too many requests in a short time.'
      : 'Sigmic is not available at the moment.';
  const doubt = sent && !retryable ? ' It may have arrived all the same: look before you send it again.' : '';
  return { text: `${what} Try again ${inTime(retryAfterMs)}.${doubt}`, action: 'retry' };
}

/** An answer that is not one of the API, in words that also follow a colon. */
export function explainMalformed({ code, status }: SigmicError): Explanation {
  if (code === 'REDIRECTED' || code === 'HTML') {
    return {
      text: 'the answer did not come from Sigmic but from something on the way, such as the sign-in page of a network or a proxy. Check your connection and the API URL.',
      action: status === undefined || status < 400 ? 'retry' : 'settings',
    };
  }
  return {
    text: 'the answer could not be understood. Sigmic may have changed: look for an update of the extension.',
    action: 'log',
  };
}

/** These were refused here, in sentences of our own. */
function explainInvalid({ code, message }: SigmicError): Explanation {
  const text = lowerFirst(message);
  if (code === 'INVALID_PROXY') return { text, action: 'proxySettings' };
  if (code === 'PART_MISSING') return { text, action: 'reload' };
  const inSettings = code === 'INVALID_API_URL' || code === 'INSECURE_API_URL';
  return { text, ...(inSettings ? { action: 'settings' as const } : {}) };
}

function inTime(ms: number | undefined): string {
  if (ms === undefined || ms === 0) return 'in a moment';
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `in ${seconds} second${seconds === 1 ? '' : 's'}`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}

function quoted(text: string | undefined): string {
  if (text === undefined) return '';
  return ` Sigmic says: “${text}”${/[.!?…]$/.test(text) ? '' : '.'}`;
}

/** Sentences follow a colon here; names, abbreviations and quotes stay as they are. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
