import assert from 'node:assert/strict';
import { createTransport, type Transport } from '../../../src/core/api';
import { MaskedClient } from '../../../src/core/masking/masked-client';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { SessionUpdate, TaskSession } from '../../../src/core/session/task-session';
import { transcriptMarkdown } from '../../../src/core/session/transcript-markdown';
import { KnownSecrets } from '../../../src/host/platform/known-secrets';
import { startEmulator, type Emulator } from '../../emulator';
import { fastClock } from '../session/fast-clock';
import { startSession, when } from '../session/rig';
import { silentLog, textOf } from '../session/watch';

const canary = 'canary-4711-"quoted"';
const other = 'another-canary-0815';

describe('a session whose task knows secrets', () => {
  let emulator: Emulator;
  let transport: Transport;
  let client: MaskedClient;
  let registry: SessionRegistry;
  let secrets: KnownSecrets;
  let told: SessionUpdate[];

  beforeEach(async () => {
    emulator = await startEmulator({ pace: 0, startWhenWatched: true });
    transport = createTransport({}, {});
    secrets = new KnownSecrets();
    client = new MaskedClient(
      {
        origin: () => emulator.url,
        credential: () => Promise.resolve(emulator.key),
        transport: () => transport,
        log: silentLog,
      },
      () => secrets.mask,
    );
    registry = new SessionRegistry({ client, log: silentLog, maskText: secrets.text });
    secrets.onDidChange((mask) => registry.remask(mask));
    told = [];
    registry.onUpdate((_session, update) => told.push(update));
  });

  afterEach(async () => {
    registry.dispose();
    await transport.close();
    await emulator.close();
  });

  async function run(message: string, autoExecute = true): Promise<TaskSession> {
    const { id } = await client.createTask({ message, autoExecute });
    return registry.acquire(id).session;
  }

  const rests = (session: TaskSession) => when(session, () => session.connection.kind === 'idle');

  function assertUntold(...values: unknown[]): void {
    for (const value of [told, ...values]) {
      const json = JSON.stringify(value);
      for (const secret of [canary, other])
        for (const form of [secret, JSON.stringify(secret).slice(1, -1)])
          assert.ok(!json.includes(JSON.stringify(form).slice(1, -1)), json);
    }
  }

  it('never tells a value, whatever tells it', async () => {
    secrets.know({ CANARY: canary, OTHER: other });
    emulator.script(/canary/i, [
      { event: 'thought', data: { subject: `use ${canary}`, description: other } },
      ...Array.from(`It is ${canary} and ${other}!`, (text) => ({
        event: 'content',
        data: { text, isPartial: true },
      })),
      {
        event: 'tool_call',
        data: { callId: 'c1', toolName: 't', status: 'executing', args: { [canary]: [other] } },
      },
      {
        event: 'tool_result',
        data: { callId: 'c1', status: 'success', output: { env: JSON.stringify({ canary }) } },
      },
      { event: 'subagent_start', data: { agentName: 'a', objective: canary } },
      {
        event: 'subagent_tool',
        data: { agentName: 'a', status: 'start', toolName: 'x', args: { a: other } },
      },
      { event: 'subagent_end', data: { agentName: 'a', terminateReason: 'GOAL', result: { a: canary } } },
      { event: 'error', data: { message: `401 for ${canary}` } },
    ]);
    const session = await run(`Use ${canary} as canary`);
    await rests(session);
    const [turn] = session.transcript.turns;
    assert.match(textOf(turn), /^It is ••••CANARY and ••••OTHER!/);
    assert.equal(session.transcript.turns.length, 1);
    const list = await client.listTasks();
    assert.equal(list.tasks[0]?.message, 'Use ••••CANARY as canary');
    const history = await client.getHistory(session.taskId);
    const exported = transcriptMarkdown(session.head.title, session.transcript);
    assert.match(exported, /••••CANARY/);
    assertUntold(session.transcript, session.head, list, history, exported);
  });

  it('shows a retold turn once, wherever the connection cut a value', async () => {
    secrets.know({ CANARY: canary });
    emulator.script(/cut/, [
      { event: 'content', data: { text: `one ${canary.slice(0, 7)}`, isPartial: true } },
      { gate: 'cut' },
      { event: 'content', data: { text: `${canary.slice(7)} two`, isPartial: true } },
    ]);
    emulator.faults.add({ match: { path: '/stream', times: 1 }, dropAfterEvents: 3 });
    const session = await run('cut');
    await when(session, () => session.connection.kind === 'reconnecting');
    emulator.openGate('cut');
    session.wake();
    await rests(session);
    assert.equal(textOf(session.transcript.turns[0]), 'one ••••CANARY two');
    assertUntold(session.transcript);
  });

  it('masks what was said before the secret was known, and what comes after', async () => {
    emulator.script(/later/, [
      { event: 'content', data: { text: `before ${canary}, `, isPartial: true } },
      { gate: 'known' },
      { event: 'content', data: { text: `after ${canary}`, isPartial: true } },
    ]);
    const session = await run(`later ${canary}`);
    await when(session, () => textOf(session.transcript.turns[0]).startsWith('before'));
    told = [];
    secrets.know({ CANARY: canary });
    assert.equal(textOf(session.transcript.turns[0]), 'before ••••CANARY, ');
    emulator.openGate('known');
    await rests(session);
    assert.equal(session.transcript.turns.length, 1);
    assert.equal(textOf(session.transcript.turns[0]), 'before ••••CANARY, after ••••CANARY');
    assert.equal(session.head.title, 'later ••••CANARY');
    assertUntold(session.transcript);
  });

  it('masks what a connection tells that was being made when the value became known', async () => {
    const rig = startSession();
    (await rig.api.stream(1)).drop();
    await rig.until(() => rig.session.connection.kind === 'reconnecting');
    rig.clock.advance(400);
    await rig.api.stream(2);
    secrets.know({ CANARY: canary });
    assert.ok(secrets.mask !== undefined);
    rig.session.remask(secrets.mask);
    // Another one: what it tells goes through the new mask.
    await rig.api.stream(3);
    rig.session.dispose();
  });

  it('takes an approval only for the value that was meant, though two look the same', async () => {
    secrets.know({ TOKEN: canary });
    secrets.know({ TOKEN: other });
    const ask = (value: string) => ({
      event: 'tool_call',
      data: { callId: 'c1', toolName: 'post', status: 'awaiting_approval', args: { token: value } },
    });
    emulator.script(/ask/, [ask(canary), { gate: 'change' }, ask(other), { gate: 'end' }]);
    const session = await run('ask', false);
    await when(session, () => session.waiting.length === 1);
    const [shown] = session.waiting;
    assert.deepEqual(shown?.args, { token: '••••TOKEN' });
    const before = shown.seal;
    emulator.openGate('change');
    await when(session, () => session.waiting[0]?.seal !== before);
    assert.deepEqual(session.waiting[0]?.args, shown.args);
    assert.equal(await session.answer('c1', 'proceed_once', shown), 'closed');
    assert.ok(!emulator.requests.some(({ path }) => path.includes('/approve')));
    assertUntold(session.waiting);
    emulator.openGate('end');
  });

  it('knows a follow-up with a secret again after its answer was lost', async () => {
    secrets.know({ CANARY: canary });
    const session = await run('Hello');
    await rests(session);
    emulator.faults.add({ match: { method: 'POST', path: '/messages', times: 1 }, dropAfterBytes: 0 });
    await session.send(`Log in with ${canary}`, []);
    await rests(session);
    assert.deepEqual(
      session.transcript.turns.map(({ user }) => user?.text),
      ['Hello', 'Log in with ••••CANARY'],
    );
    assertUntold(session.transcript);
  });

  it('tells no value by the record of a task whose stream is held back, wherever its text ends', async () => {
    secrets.know({ CANARY: canary });
    emulator.script(/held/, [
      { event: 'content', data: { text: `one ${canary.slice(0, 7)}`, isPartial: true } },
      { event: 'tool_call', data: { callId: 'c1', toolName: 't', status: 'executing', args: { a: canary } } },
      { gate: 'later' },
      { event: 'content', data: { text: `${canary.slice(7)} two`, isPartial: true } },
      { gate: 'end' },
    ]);
    emulator.faults.add({ match: { path: '/stream' }, hold: {} });
    const patient = new SessionRegistry({ client, log: silentLog, clock: fastClock(40) });
    patient.onUpdate((_session, update) => told.push(update));
    const { id } = await client.createTask({ message: 'held', autoExecute: true });
    const { session } = patient.acquire(id);
    await when(session, () => textOf(session.transcript.turns[0]) !== '');
    assert.equal(textOf(session.transcript.turns[0]), 'one ');
    emulator.openGate('later');
    await when(session, () => textOf(session.transcript.turns[0]).includes('two'));
    assert.equal(textOf(session.transcript.turns[0]), 'one ••••CANARY two');
    assertUntold(session.transcript);
    emulator.openGate('end');
    patient.dispose();
  });

  it('masks what the server says of a failure', async () => {
    secrets.know({ CANARY: canary });
    emulator.faults.add({
      match: { path: '/tasks', times: 1 },
      respond: {
        status: 400,
        body: {
          success: false,
          error: { code: 'VALIDATION_ERROR', message: `bad ${other} ${canary.slice(0, 11)}` },
        },
      },
    });
    secrets.know({ SHORT: canary.slice(0, 11), OTHER: other });
    await assert.rejects(client.listTasks(), (error: Error & { serverText?: string }) => {
      assertUntold(error.message, error.serverText);
      assert.match(error.serverText ?? '', /••••SHORT/);
      return true;
    });
  });
});
