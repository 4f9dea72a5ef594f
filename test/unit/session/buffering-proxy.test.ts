import assert from 'node:assert/strict';
import { SigmicClient, createTransport, type Transport } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { TaskSession } from '../../../src/core/session/task-session';
import { startEmulator, type Emulator, type Fault } from '../../emulator';
import { fastClock } from './fast-clock';
import { when } from './rig';
import { silentLog, textOf } from './watch';

const text = (words: string) => ({ event: 'content', data: { text: words, isPartial: true } });

describe('a session behind a proxy that buffers', () => {
  let emulator: Emulator;
  let transport: Transport;
  let registry: SessionRegistry;
  let client: SigmicClient;

  beforeEach(async () => {
    emulator = await startEmulator({ pace: 0, heartbeatMs: 150 });
    transport = createTransport({}, {});
    const clock = fastClock(40);
    client = new SigmicClient({
      origin: () => emulator.url,
      credential: () => Promise.resolve(emulator.key),
      transport: () => transport,
      log: silentLog,
      clock,
    });
    registry = new SessionRegistry({ client, log: silentLog, clock });
    emulator.script(/^Tell/, [
      text('The beginning. '),
      { gate: 'question' },
      { approval: { callId: 'c1', toolName: 'run_shell_command', args: { command: 'ls' } } },
      text('The middle. '),
      { gate: 'end' },
      text('The end.'),
    ]);
  });

  afterEach(async () => {
    registry.dispose();
    await transport.close();
    await emulator.close();
  });

  async function begin(hold: NonNullable<Fault['hold']>, message = 'Tell'): Promise<TaskSession> {
    emulator.faults.add({ match: { path: '/stream' }, hold });
    const { id } = await client.createTask({ message, autoExecute: false });
    return registry.acquire(id).session;
  }

  const says = (session: TaskSession, words: string): Promise<void> =>
    when(session, () => textOf(session.transcript.turns.at(-1)) === words);

  const proxies = {
    'with its headers': {},
    'after its headers': { headers: true },
    'after its beginning': { afterEvents: 3 },
  };
  for (const [what, hold] of Object.entries(proxies)) {
    it(`that keeps the whole stream back ${what} tells, asks and ends by other calls`, async () => {
      const session = await begin(hold);
      await when(session, () => session.connection.kind === 'polling');
      await says(session, 'The beginning. ');
      emulator.openGate('question');
      await when(session, () => session.waiting.length === 1);
      assert.equal(await session.answer('c1', 'proceed_once'), 'answered');
      await says(session, 'The beginning. The middle. ');
      assert.deepEqual(session.waiting, []);
      emulator.openGate('end');
      await when(session, () => session.connection.kind === 'idle');
      const [turn] = session.transcript.turns;
      assert.equal(textOf(turn), 'The beginning. The middle. The end.');
      assert.deepEqual(turn?.end, { kind: 'completed' });
      assert.deepEqual(
        turn.segments.flatMap((segment) => (segment.kind === 'tool' ? [segment.status] : [])),
        ['success'],
      );
      assert.equal(session.transcript.turns.length, 1);
    });
  }

  it('that lets go is followed by the stream again, without a word lost or told twice', async () => {
    const session = await begin({ gate: 'proxy' });
    await when(session, () => session.connection.kind === 'polling');
    await says(session, 'The beginning. ');
    emulator.openGate('proxy');
    await when(session, () => session.connection.kind === 'connected');
    const looks = () => emulator.requests.filter(({ path }) => path.endsWith('/history')).length;
    const before = looks();
    emulator.openGate('question');
    await when(session, () => session.waiting.length === 1);
    assert.equal(await session.answer('c1', 'proceed_once'), 'answered');
    await says(session, 'The beginning. The middle. ');
    emulator.openGate('end');
    await when(session, () => session.connection.kind === 'idle');
    assert.equal(textOf(session.transcript.turns[0]), 'The beginning. The middle. The end.');
    assert.equal(session.transcript.turns.length, 1);
    assert.equal(looks(), before);
  });
});
