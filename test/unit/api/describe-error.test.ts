import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeError, SigmicError, type SigmicErrorKind } from '../../../src/core/api';
import type { SigmicErrorInit } from '../../../src/core/api/errors';

const say = (kind: SigmicErrorKind, init: SigmicErrorInit = {}, message = 'internal words') =>
  describeError(new SigmicError(kind, message, init), 'create the task');

describe('describeError', () => {
  const kinds: Readonly<Record<SigmicErrorKind, string | undefined>> = {
    network: 'retry',
    timeout: 'retry',
    silence: 'retry',
    cancelled: undefined,
    auth: 'signIn',
    forbidden: 'signIn',
    rejected: 'log',
    unavailable: 'retry',
    malformed: 'log',
    invalid: undefined,
  };
  const codes = [
    ...[
      'AUTH_REQUIRED',
      'INVALID_API_KEY',
      'INVALID_AUTH_FORMAT',
      'INVALID_TOKEN',
      'INVALID_CREDENTIALS',
      'FORBIDDEN',
    ],
    ...[
      'ORIGIN_NOT_ALLOWED',
      'NOT_FOUND',
      'VALIDATION_ERROR',
      'EXECUTION_ERROR',
      'JWT_NOT_CONFIGURED',
      'REDIRECTED',
    ],
    ...[
      'HTML',
      'NOT_JSON',
      'ECONNREFUSED',
      'ENOTFOUND',
      'ENETUNREACH',
      'UND_ERR_CONNECT_TIMEOUT',
      'CERT_HAS_EXPIRED',
    ],
    ...['PROXY_AUTH_REQUIRED', 'PROXY_REFUSED', 'STREAM_CUT', 'INSECURE_API_URL', 'constructor', undefined],
  ];

  for (const kind of Object.keys(kinds) as SigmicErrorKind[]) {
    it(`has calm words for ${kind} with any code`, () => {
      assert.equal(say(kind).action?.id, kinds[kind]);
      for (const code of codes) {
        const { message, action } = say(
          kind,
          { code, status: 404, cause: new Error('stack') },
          'Some words of ours.',
        );
        assert.match(message, /^Could not create the task: \S.*\.$/s);
        assert.doesNotMatch(message, /undefined|\[object|stack|!|_/);
        if (action !== undefined) assert.ok(action.label.length > 0);
      }
    });
  }

  it('says what to do about the usual ones', () => {
    assert.match(say('auth', { code: 'AUTH_REQUIRED', sent: false }).message, /not signed in/);
    assert.match(say('auth', { code: 'INVALID_API_KEY' }).message, /API key/);
    assert.match(say('network', { code: 'CERT_HAS_EXPIRED', sent: false }).message, /certificate/);
    assert.match(say('network', { code: 'PROXY_AUTH_REQUIRED', sent: false }).message, /proxy.*http\.proxy/);
    for (const code of ['PROXY_AUTH_REQUIRED', 'PROXY_REFUSED'])
      assert.equal(say('network', { code }).action?.id, 'proxySettings');
    assert.equal(say('invalid', { code: 'INVALID_PROXY' }).action?.id, 'proxySettings');
    assert.equal(say('invalid', { code: 'INSECURE_API_URL' }).action?.id, 'settings');
    assert.match(say('malformed', { code: 'HTML', status: 200 }).message, /did not come from Sigmic/);
    assert.match(say('unavailable', { status: 429, retryAfterMs: 30_000 }).message, /in 30 seconds/);
    assert.match(say('unavailable', { retryAfterMs: 600_000, retryable: true }).message, /in 10 minutes\.$/);
    assert.match(say('rejected', { code: 'VALIDATION_ERROR', serverText: 'too long' }).message, /“too long”/);
  });

  it('warns when nobody knows whether a request arrived', () => {
    const doubt = /may have arrived/;
    for (const kind of ['network', 'timeout', 'unavailable'] as const) {
      assert.match(say(kind, { sent: true, retryable: false }).message, doubt);
      assert.doesNotMatch(say(kind, { sent: true, retryable: true }).message, doubt);
      assert.doesNotMatch(say(kind, { sent: false, retryable: true }).message, doubt);
    }
  });

  it('shows nothing of an unknown error', () => {
    for (const error of [new TypeError('x is not a function'), 'text', undefined, { secret: 1 }]) {
      assert.deepEqual(describeError(error, 'load your tasks'), {
        message: 'Could not load your tasks: something unexpected went wrong. The log has the details.',
        action: { id: 'log', label: 'Show Log' },
      });
    }
  });
});
