import assert from 'node:assert/strict';
import { SigmicError } from '../../../src/core/api';
import { content, historyDone, question } from './events';
import { settle, startSession } from './rig';

describe('a connection that has gone quiet', () => {
  it('says when it was last heard of, once, until the next byte', async () => {
    const rig = startSession();
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true));
    await settle();
    rig.clock.advance(15_000);
    stream.say(content('Still there'));
    const heardAt = rig.clock.now();
    await settle();
    rig.clock.advance(19_999);
    assert.deepEqual(rig.session.connection, { kind: 'connected' });
    rig.clock.advance(1);
    assert.deepEqual(rig.session.connection, { kind: 'connected', heardAt });
    rig.clock.advance(15_000);
    stream.say(content('.'));
    assert.deepEqual(rig.session.connection, { kind: 'connected' });
    const said = rig.updates.filter(({ connection }) => connection?.kind === 'connected');
    assert.equal(said.length, 3);
    rig.session.dispose();
    await settle();
    assert.equal(rig.clock.pending, 0);
  });

  it('is tried anew when a person wants it', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).say(question('m1', 'Go'), historyDone(true));
    await settle();
    rig.clock.advance(20_000);
    rig.session.wake('person');
    await rig.api.stream(2);
    rig.session.dispose();
  });
});

describe('a lost connection', () => {
  const table = [
    ['ENOTFOUND', /^The server’s name could not be found/, 'checkConnection'],
    ['ECONNREFUSED', /^Nothing answers at the server’s address/, 'checkConnection'],
    ['PROXY_AUTH_REQUIRED', /^The proxy asks for a user name and a password/, 'proxySettings'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /^The server's certificate is not trusted/, 'checkConnection'],
  ] as const;
  for (const [code, words, action] of table) {
    it(`says why and what helps: ${code}`, async () => {
      const rig = startSession();
      (await rig.api.stream(1)).drop(new SigmicError('network', 'no', { code, sent: false }));
      await rig.until(() => rig.session.connection.kind === 'reconnecting');
      const { connection } = rig.session;
      assert.ok(connection.kind === 'reconnecting');
      assert.match(connection.reason, words);
      assert.equal(connection.action?.id, action);
      rig.session.dispose();
    });
  }

  it('says when it was last heard of', async () => {
    const rig = startSession();
    rig.api.onGetTask = () => Promise.reject(new SigmicError('network', 'away', { code: 'ECONNRESET' }));
    const stream = await rig.api.stream(1);
    stream.say(question('m1', 'Go'), historyDone(true));
    const heardAt = rig.clock.now();
    await settle();
    rig.clock.advance(45_000);
    stream.drop(new SigmicError('silence', 'quiet', { code: 'SILENCE' }));
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    const { connection } = rig.session;
    assert.ok(connection.kind === 'reconnecting');
    assert.deepEqual([connection.heardAt, connection.reason], [heardAt, 'The server has gone quiet.']);
    rig.session.dispose();
  });
});
