import assert from 'node:assert/strict';
import { SigmicClient, createTransport, type Transport } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { TaskSession } from '../../../src/core/session/task-session';
import type { Turn } from '../../../src/core/session/transcript';
import { startEmulator, type Emulator, type Shapes } from '../../emulator';
import { when } from './rig';
import { silentLog, textOf } from './watch';

const PROMPT = 'Run `echo hello`';

/** The open points of api.md, each at another value than the default. */
const variations: readonly Partial<Shapes>[] = [
  {},
  { envelope: 'wrapped' },
  { catchUp: 'content' },
  { executingWord: 'running', successWord: 'completed' },
  { resultField: 'result' },
  { resultField: 'split' },
  { outputForm: 'object' },
  { toolCallRepeats: true },
  { closingContent: true },
  { closingContent: true, finalResponse: 'all' },
  { deltaIsPartial: false },
  { finalResponse: 'all' },
  { finalResponse: 'empty' },
  { finalResponse: 'missing' },
  { historyContent: 'final' },
];

describe('a session with the emulator', () => {
  let emulator: Emulator;
  let transport: Transport;
  let client: SigmicClient;
  let registry: SessionRegistry;

  beforeEach(async () => {
    emulator = await startEmulator({ pace: 0, startWhenWatched: true });
    transport = createTransport({}, {});
    client = new SigmicClient({
      origin: () => emulator.url,
      credential: () => Promise.resolve(emulator.key),
      transport: () => transport,
      log: silentLog,
    });
    registry = new SessionRegistry({ client, log: silentLog });
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

  it('tells the same conversation whatever shape the open points take', async () => {
    let usual: ReturnType<typeof gist> | undefined;
    for (const shapes of variations) {
      Object.assign(emulator.shapes, (await import('../../emulator/shapes')).defaultShapes, shapes);
      const session = await run(PROMPT);
      await ended(session, 1);
      const live = gist(session.transcript.turns.at(-1));
      usual ??= live;
      assert.match(live.text, /hello/);
      assert.deepEqual(live, usual, JSON.stringify(shapes));
      session.wake();
    }
  });

  it('comes back to the same conversation after dropped connections', async () => {
    const whole = await run('Tell me about networks');
    await ended(whole, 1);
    for (const catchUp of ['deltas', 'content'] as const) {
      emulator.shapes.catchUp = catchUp;
      for (const dropAfterEvents of [1, 3, 7, 20]) {
        emulator.faults.add({ match: { path: '/stream$', times: 1 }, dropAfterEvents });
        const session = await run('Tell me about networks');
        await ended(session, 1);
        const [mine, reference] = [
          gist(session.transcript.turns.at(-1)),
          gist(whole.transcript.turns.at(-1)),
        ];
        assert.deepEqual(mine, reference, `${catchUp}, dropped after ${dropAfterEvents}`);
      }
    }
  });

  it('asks, answers and follows up', async () => {
    const session = await run(PROMPT, false);
    await when(session, () => session.waiting.length === 1);
    const [waiting] = session.waiting;
    assert.equal(waiting?.toolName, 'run_shell_command');
    assert.equal(await session.answer(waiting.callId, 'proceed_once'), 'answered');
    await ended(session, 1);
    assert.match(textOf(session.transcript.turns.at(-1)), /hello/);

    await session.send('What did I ask before?', []);
    await ended(session, 2);
    assert.match(textOf(session.transcript.turns.at(-1)), /echo hello/);
    assert.deepEqual(
      session.transcript.turns.map((turn) => turn.user?.text),
      [PROMPT, 'What did I ask before?'],
    );
  });

  it('says that a tool did not run when it was rejected', async () => {
    const session = await run(PROMPT, false);
    await when(session, () => session.waiting.length === 1);
    await session.answer(session.waiting[0]?.callId ?? '', 'cancel');
    await ended(session, 1);
    const tool = session.transcript.turns[0]?.segments.find((segment) => segment.kind === 'tool');
    assert.equal(tool?.status, 'cancelled');
  });

  it('stops a task', async () => {
    emulator.tempo.pace = 5;
    const session = await run('Count slowly to 500');
    await when(session, () => textOf(session.transcript.turns.at(-1)) !== '');
    assert.equal((await session.cancel()).kind, 'cancelled');
    await when(session, () => session.connection.kind === 'idle');
    assert.equal(session.head.status, 'cancelled');
    assert.equal(session.transcript.turns.at(-1)?.end?.kind, 'cancelled');
  });

  it('goes on with another key after a refused one', async () => {
    emulator.revokeKey(emulator.key);
    const other = `sigmic_${'b'.repeat(64)}`;
    let key = emulator.key;
    const patient = new SigmicClient({
      origin: () => emulator.url,
      credential: () => Promise.resolve(key),
      transport: () => transport,
      log: silentLog,
    });
    const sessions = new SessionRegistry({ client: patient, log: silentLog });
    const { session } = sessions.acquire('nothing-yet');
    await when(session, () => session.connection.kind === 'signedOut');
    emulator.addKey(other);
    key = other;
    session.reopen();
    await when(session, () => session.connection.kind === 'failed');
    const { connection } = session;
    assert.match(
      connection.kind === 'failed' ? connection.reason : '',
      /^Could not open the task: .*does not know it/,
    );
    sessions.dispose();
  });
});

function gist(turn: Turn | undefined) {
  return {
    text: textOf(turn).replace(/\s+/g, ' ').trim(),
    tools: (turn?.segments ?? []).flatMap((segment) =>
      segment.kind === 'tool' ? [`${segment.toolName} ${segment.status}`] : [],
    ),
    thoughts: (turn?.segments ?? []).filter((segment) => segment.kind === 'thought').length,
    end: turn?.end?.kind,
  };
}

/** Waits until the session has so many turns, the last one ended, and rests. */
function ended(session: TaskSession, turns: number): Promise<void> {
  return when(
    session,
    () =>
      session.transcript.turns.length === turns &&
      session.transcript.turns.at(-1)?.end !== undefined &&
      session.connection.kind === 'idle',
  );
}
