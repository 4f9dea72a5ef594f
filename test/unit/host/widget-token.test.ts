import assert from 'node:assert/strict';
import { after, before } from 'mocha';
import { createTransport, SigmicClient } from '../../../src/core/api';
import { TokenWatch } from '../../../src/host/auth/token-watch';
import {
  emptyForm,
  fillAndSend,
  parseVariable,
  withSet,
  type Question,
  type WidgetForm,
} from '../../../src/host/auth/widget-token-form';
import { startEmulator, type Emulator } from '../../emulator';
import { ManualClock, recordingLog } from '../api/setup';

describe('the variables of a widget token', () => {
  it('take in those of a set, which count before others of the same name, of whichever kind', () => {
    const form = { ...emptyForm, env: { A: '1', B: '1', __proto__x: '1' }, secrets: { C: '1', D: '1' } };
    const { env, secrets } = withSet(form, { env: { B: '2', C: '2' }, secrets: { A: '2', E: '2' } });
    assert.deepEqual(env, { B: '2', C: '2', __proto__x: '1' });
    assert.deepEqual(secrets, { A: '2', D: '1', E: '2' });
    assert.deepEqual(withSet(form, {}), form);
  });
});

describe('the questions of a widget token', () => {
  let emulator: Emulator;
  let client: SigmicClient;
  const transport = createTransport({}, {});

  before(async () => {
    emulator = await startEmulator();
    client = new SigmicClient({
      origin: () => emulator.url,
      credential: () => Promise.resolve(undefined),
      transport: () => transport,
      log: recordingLog().log,
    });
  });
  after(async () => {
    await emulator.close();
    await transport.close();
  });

  /** A person who first answers with `wrong`, and rightly when asked again. */
  async function answer(wrong: Partial<WidgetForm>) {
    const right: WidgetForm = { ...emptyForm, ...emulator.widgetApp, endUserId: 'me' };
    const asked: Question[] = [];
    const problems: string[] = [];
    const seen = new Set<Question>();
    const result = await fillAndSend(
      {
        ask: (question, form, problem) => {
          asked.push(question);
          if (problem !== undefined) problems.push(problem);
          const source = seen.has(question) ? right : { ...right, ...wrong };
          seen.add(question);
          const { env, secrets } = source;
          const change = question === 'variables' ? { env, secrets } : { [question]: source[question] };
          return Promise.resolve({ ...form, ...change });
        },
        send: (form) => client.createWidgetToken(form),
      },
      emptyForm,
    );
    return { again: asked.slice(5), problems, form: result?.form, token: result?.token.token };
  }

  it('are asked once when all is right', async () => {
    const { again, token, problems } = await answer({});
    assert.deepEqual([again, problems], [[], []]);
    assert.match(token ?? '', /^eyJ/);
  });

  const refused: readonly [string, Partial<WidgetForm>, Question[], RegExp][] = [
    ['MISSING_CREDENTIALS', { appId: '' }, ['appId', 'appSecret'], /app ID or the app secret is missing/],
    ['INVALID_CREDENTIALS', { appSecret: 'wrong' }, ['appId', 'appSecret'], /app ID or app secret is wrong/],
    ['MISSING_END_USER_ID', { endUserId: '' }, ['endUserId'], /which end user/],
    ['INVALID_EXPIRES_IN', { expiresIn: 'soon' }, ['expiresIn'], /does not take this lifetime/],
    ['INVALID_ENV', { env: { '1st': 'x' } }, ['variables'], /variable or a secret is not valid/],
  ];
  for (const [code, wrong, questions, words] of refused) {
    it(`go back to where the fault is, with the rest kept: ${code}`, async () => {
      const { again, problems, form, token } = await answer(wrong);
      assert.deepEqual(again, questions);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', words);
      assert.equal(form?.endUserId, 'me');
      assert.match(token ?? '', /^eyJ/);
    });
  }

  it('end when the person gives up, and when no answer would help', async () => {
    const send = (): Promise<never> => assert.fail('nothing is sent');
    assert.equal(await fillAndSend({ ask: () => Promise.resolve(undefined), send }, emptyForm), undefined);
    const takeBack = emulator.faults.add({ match: { path: '/auth/token' }, fail: 'JWT_NOT_CONFIGURED' });
    await assert.rejects(answer({}), { code: 'JWT_NOT_CONFIGURED' });
    takeBack();
  });

  it('take variables as NAME=VALUE, by the rule of the API', () => {
    assert.deepEqual(parseVariable('A_1=b=c d'), { name: 'A_1', value: 'b=c d' });
    assert.deepEqual(parseVariable(' _x='), { name: '_x', value: '' });
    for (const text of ['', 'A', '1A=b', 'a-b=c', '=x', 'a b=c'])
      assert.equal(parseVariable(text), undefined, text);
  });
});

describe('the watch over tokens', () => {
  const minute = 60_000;

  function watch(...lives: (number | undefined)[]) {
    const clock = new ManualClock();
    const told: string[] = [];
    const token = (ms: number): string => {
      const claims = { exp: (clock.now() + ms) / 1000 };
      return `eyJ.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;
    };
    let profiles = lives.map((ms, at) => ({
      id: `p${at}`,
      credential: ms === undefined ? `sigmic_${'a'.repeat(64)}` : token(ms),
    }));
    const watching = new TokenWatch({
      clock,
      profiles: () => profiles,
      ending: (id) => void told.push(`${id} ends`),
      ended: (id) => void told.push(`${id} ended`),
    });
    watching.update();
    return {
      clock,
      told,
      watching,
      renew: (ms: number) => {
        profiles = [{ id: 'p0', credential: token(ms) }];
        watching.update();
      },
    };
  }

  it('has no timer for keys, and one however many tokens there are', () => {
    assert.equal(watch(undefined).clock.pending, 0);
    const { clock, watching } = watch(60 * minute, 90 * minute, undefined);
    assert.equal(clock.pending, 1);
    watching.update();
    assert.equal(clock.pending, 1);
    watching.dispose();
    assert.equal(clock.pending, 0);
  });

  it('speaks some minutes before the end, and again after it, once each', () => {
    const { clock, told } = watch(60 * minute);
    clock.advance(54 * minute);
    assert.deepEqual(told, []);
    clock.advance(minute);
    assert.deepEqual(told, ['p0 ends']);
    // The clocks of two computers are never the same.
    clock.advance(5 * minute);
    assert.deepEqual(told, ['p0 ends']);
    clock.advance(minute);
    assert.deepEqual(told, ['p0 ends', 'p0 ended']);
    clock.advance(60 * minute);
    assert.equal(told.length, 2);
    assert.equal(clock.pending, 0);
  });

  it('does not begin with a warning for a token that is short-lived anyway', () => {
    const { clock, told } = watch(4 * minute);
    assert.deepEqual(told, []);
    clock.advance(2 * minute);
    assert.deepEqual(told, ['p0 ends']);
  });

  it('only says what is past after a sleep, and nothing of a token that was replaced', () => {
    const asleep = watch(10 * minute);
    asleep.clock.advance(60 * minute);
    assert.deepEqual(asleep.told, ['p0 ended']);
    const renewed = watch(10 * minute);
    renewed.renew(60 * minute);
    renewed.clock.advance(20 * minute);
    assert.deepEqual(renewed.told, []);
  });

  it('waits for years with timers that cannot', () => {
    const { clock, told } = watch(60 * 24 * 60 * minute);
    clock.advance(2 ** 31 - 1);
    assert.deepEqual(told, []);
    assert.equal(clock.pending, 1);
  });
});
