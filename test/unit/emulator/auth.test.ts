import assert from 'node:assert/strict';
import { asObject, assertFailure, Rig } from './rig';

const otherKey = `sigmic_${'ab'.repeat(32)}`;

describe('emulator: authentication', () => {
  let rig: Rig;
  before(async () => (rig = await Rig.start({ keys: [otherKey] })));
  after(() => rig.close());

  const list = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${rig.emulator.url}/api/v1/tasks`, { headers });

  const failure = async (headers: Record<string, string>): Promise<string> => {
    const response = await list(headers);
    assert.equal(response.status, 401);
    return String(asObject(asObject(await response.json()).error).code);
  };

  it('has a key of the real form', () => {
    assert.match(rig.emulator.key, /^sigmic_[0-9a-f]{64}$/);
  });

  it('names what is wrong with a credential', async () => {
    assert.equal(await failure({}), 'AUTH_REQUIRED');
    assert.equal(await failure({ authorization: 'Basic abc' }), 'INVALID_AUTH_FORMAT');
    assert.equal(await failure({ authorization: 'Bearer something' }), 'INVALID_AUTH_FORMAT');
    assert.equal(await failure({ authorization: `Bearer sigmic_${'0'.repeat(64)}` }), 'INVALID_API_KEY');
    assert.equal(await failure({ 'x-api-key': 'sigmic_no' }), 'INVALID_API_KEY');
    assert.equal(await failure({ authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' }), 'INVALID_TOKEN');
  });

  it('takes a key either way', async () => {
    assert.equal((await list({ authorization: `Bearer ${rig.emulator.key}` })).status, 200);
    assert.equal((await list({ 'x-api-key': rig.emulator.key })).status, 200);
  });

  it('refuses a revoked key', async () => {
    const key = `sigmic_${'cd'.repeat(32)}`;
    rig.emulator.addKey(key);
    assert.equal((await rig.json('/tasks', {}, key)).status, 200);
    rig.emulator.revokeKey(key);
    assertFailure(await rig.json('/tasks', {}, key), 401, 'INVALID_API_KEY');
  });

  it('shows each key only its own tasks', async () => {
    const id = await rig.create('hello');
    assertFailure(await rig.json(`/tasks/${id}`, {}, otherKey), 404, 'NOT_FOUND');
    const { body } = await rig.json('/tasks', {}, otherKey);
    assert.deepEqual(body.data, []);
  });

  describe('widget tokens', () => {
    const ask = (body: object) =>
      rig.post('/auth/token', { ...rig.emulator.widgetApp, endUserId: 'ann', ...body });

    it('are accepted wherever a key is, for the tasks of their end user', async () => {
      const { token, expiresAt } = asObject((await ask({ expiresIn: '15m' })).body.data);
      assert.match(String(token), /^eyJ/);
      const lifetime = Date.parse(String(expiresAt)) - Date.now();
      assert.ok(lifetime > 14 * 60_000 && lifetime <= 15 * 60_000);
      const id = await rig.create('What is 1+1?', {}, String(token));
      const { body } = await rig.json(`/tasks/${id}`, {}, String(token));
      assert.equal(asObject(body.data).username, 'ann');
      assertFailure(await rig.json(`/tasks/${id}`), 404, 'NOT_FOUND');
    });

    it('expire', async () => {
      const { token, expiresAt } = asObject((await ask({ expiresIn: '1s' })).body.data);
      const realNow = Date.now;
      Date.now = () => Date.parse(String(expiresAt)) + 1;
      try {
        assertFailure(await rig.json('/tasks', {}, String(token)), 401, 'INVALID_TOKEN');
      } finally {
        Date.now = realNow;
      }
    });

    it('need the right request', async () => {
      assertFailure(await rig.post('/auth/token', {}), 400, 'MISSING_CREDENTIALS');
      assertFailure(await ask({ appSecret: 'guess' }), 401, 'INVALID_CREDENTIALS');
      assertFailure(await ask({ endUserId: '' }), 400, 'MISSING_END_USER_ID');
      assertFailure(await ask({ expiresIn: 'soon' }), 400, 'INVALID_EXPIRES_IN');
      assertFailure(await ask({ env: { '1A': 'x' } }), 400, 'INVALID_ENV');
    });

    it('can be switched off', async () => {
      const without = await Rig.start({ widgetTokens: false });
      try {
        assertFailure(await without.post('/auth/token', {}), 501, 'JWT_NOT_CONFIGURED');
      } finally {
        await without.close();
      }
    });
  });
});
