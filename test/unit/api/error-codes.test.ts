import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { describeError, SigmicClient, createTransport, type ErrorAction } from '../../../src/core/api';
import { startEmulator, type Emulator, type Fault } from '../../emulator';
import { recordingLog } from './setup';

/** One way in which the service says no, and what a person is told then. */
interface Case {
  readonly credential?: string;
  readonly fault?: Fault;
  readonly call?: (client: SigmicClient, emulator: Emulator) => Promise<unknown>;
  readonly words: RegExp;
  readonly action: ErrorAction | undefined;
}

const unknownKey = `sigmic_${'0'.repeat(64)}`;
const fail = (code: NonNullable<Fault['fail']>): Fault => ({ fail: code });
const gateway = (status: number, headers: Record<string, string> = {}): Fault => ({
  respond: { status, headers },
});

const widget =
  (change: object = {}) =>
  (client: SigmicClient, { widgetApp }: Emulator) =>
    client.createWidgetToken({ ...widgetApp, endUserId: 'me', ...change });

/** Every code of api.md, the most of them provoked as they come to be in life. */
const cases: Readonly<Record<string, Case>> = {
  AUTH_REQUIRED: { credential: '', words: /you are not signed in\.$/, action: 'signIn' },
  INVALID_API_KEY: { credential: unknownKey, words: /does not accept your API key/, action: 'signIn' },
  INVALID_AUTH_FORMAT: { credential: 'letmein', words: /does not accept your API key/, action: 'signIn' },
  INVALID_TOKEN: { credential: 'eyJh.eyJi.c', words: /sign-in is no longer valid/, action: 'signIn' },
  FORBIDDEN: {
    fault: fail('FORBIDDEN'),
    words:
      /your key does not allow this\. Sigmic says: “Refused with FORBIDDEN”\. A key of another project may\./,
    action: 'signIn',
  },
  ORIGIN_NOT_ALLOWED: {
    fault: fail('ORIGIN_NOT_ALLOWED'),
    words: /may not be used from here.*Console/,
    action: 'console',
  },
  NOT_FOUND: {
    call: (client) => client.getTask('nowhere'),
    words: /does not know it.*another project/,
    action: undefined,
  },
  VALIDATION_ERROR: {
    call: (client) => client.listTasks({ limit: 1000 }),
    words: /did not accept it\. Sigmic says: “limit must be/,
    action: 'log',
  },
  EXECUTION_ERROR: {
    fault: fail('EXECUTION_ERROR'),
    words: /failed while Sigmic carried it out/,
    action: 'retry',
  },
  JWT_NOT_CONFIGURED: {
    fault: fail('JWT_NOT_CONFIGURED'),
    call: widget(),
    words: /not set up for tokens.*API key/,
    action: 'console',
  },
  MISSING_CREDENTIALS: { call: widget({ appSecret: '' }), words: /secret is missing/, action: undefined },
  MISSING_END_USER_ID: { call: widget({ endUserId: '' }), words: /which end user/, action: undefined },
  INVALID_EXPIRES_IN: {
    call: widget({ expiresIn: 'soon' }),
    words: /does not take this lifetime/,
    action: undefined,
  },
  INVALID_ENV: {
    call: widget({ env: { '1st': 'x' } }),
    words: /variable or a secret is not valid\. Sigmic says: “env: "1st"/,
    action: undefined,
  },
  INVALID_CREDENTIALS: {
    call: widget({ appSecret: 'wrong' }),
    words: /app ID or app secret is wrong/,
    action: 'console',
  },
  'a rate limit': {
    fault: gateway(429, { 'retry-after': '60' }),
    words: /too many requests.*Try again in 60 seconds\.$/,
    action: 'retry',
  },
  'an overload': {
    fault: gateway(503, { 'retry-after': '600' }),
    words: /not available at the moment\. Try again in 10 minutes/,
    action: 'retry',
  },
};

describe('every error of the API', () => {
  let emulator: Emulator;
  const transport = createTransport({}, {});
  const { lines, log } = recordingLog();

  before(async () => {
    emulator = await startEmulator({ pace: 0 });
  });
  after(async () => {
    await emulator.close();
    await transport.close();
  });

  for (const [name, { credential, fault, call, words, action }] of Object.entries(cases)) {
    it(`has its words and its button: ${name}`, async () => {
      const client = new SigmicClient({
        origin: () => emulator.url,
        credential: () => Promise.resolve(credential ?? emulator.key),
        transport: () => transport,
        log,
        random: () => 0,
      });
      const takeBack = fault && emulator.faults.add(fault);
      const asked = (call ?? ((c: SigmicClient) => c.listTasks()))(client, emulator);
      const failure = await asked.then(
        () => assert.fail('it was accepted'),
        (error: unknown) => error,
      );
      takeBack?.();
      if (/^[A-Z_]+$/.test(name)) assert.equal(Reflect.get(Object(failure), 'code'), name);
      const told = describeError(failure, 'do it');
      assert.match(told.message, words);
      assert.match(told.message, /^Could not do it: .*[.”]$/);
      assert.equal(told.action?.id, action);
      assert.doesNotMatch(lines.join(), new RegExp(emulator.key));
    });
  }
});
