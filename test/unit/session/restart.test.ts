import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SigmicClient, createTransport, type Transport } from '../../../src/core/api';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { TaskSession } from '../../../src/core/session/task-session';
import type { Transcript } from '../../../src/core/session/transcript';
import { startEmulator, type Emulator } from '../../emulator';
import { fastClock } from './fast-clock';
import { when } from './rig';
import { silentLog, textOf } from './watch';

const root = join(import.meta.dirname, '../../..');
const key = `sigmic_${'c'.repeat(64)}`;
const stopped = /stopped while this task was at work/;

describe('a server that is started anew while a task runs', () => {
  let dataDir: string;
  let transport: Transport;
  let closing: (() => unknown)[];

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'sigmic-restart-'));
    transport = createTransport({}, {});
    closing = [() => transport.close()];
  });

  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function start(port = 0): Promise<Emulator> {
    const emulator = await startEmulator({ dataDir, key, port, pace: 0, startWhenWatched: true });
    closing.push(() => emulator.close());
    return emulator;
  }

  /** A session of a new task, and what a view shows that was told every change. Waits pass ten times as fast. */
  async function begin(origin: string, message: string, autoExecute = true) {
    const clock = fastClock(10);
    const client = new SigmicClient({
      origin: () => origin,
      credential: () => Promise.resolve(key),
      transport: () => transport,
      log: silentLog,
      clock,
    });
    const { id } = await client.createTask({ message, autoExecute });
    const session = new TaskSession(id, { client, log: silentLog, clock, random: () => 0.5 });
    closing.push(() => session.dispose());
    let view: Transcript = session.transcript;
    session.onUpdate(({ patches }) => (view = applyPatches(view, patches)));
    return { client, session, view: () => view };
  }

  type Begun = Awaited<ReturnType<typeof begin>>;

  /** Waits until `times` attempts in a row have found nobody there. */
  async function missed({ session }: Begun, times: number): Promise<void> {
    const found = new Set<number>();
    await when(session, () => {
      const { connection } = session;
      if (connection.kind !== 'reconnecting' || !/^Nothing answers/.test(connection.reason)) return false;
      if (connection.retryAt !== undefined) found.add(connection.retryAt);
      return found.size >= times;
    });
  }

  const rests = ({ session }: Begun, turns: number): Promise<void> =>
    when(
      session,
      () =>
        session.connection.kind === 'idle' &&
        session.transcript.turns.filter(({ end }) => end).length === turns,
    );

  /** The turn has ended as the record says, nothing is asked any more, and the next message is answered. */
  async function goesOn(begun: Begun, message: string): Promise<void> {
    const { client, session, view } = begun;
    await rests(begun, 1);
    const record = await client.getTask(session.taskId);
    assert.equal(record.status, 'failed');
    const { error } = record;
    assert.ok(typeof error === 'string');
    assert.match(error, stopped);
    assert.equal(session.head.status, 'failed');
    assert.deepEqual(session.transcript.turns[0]?.end, { kind: 'failed', message: error });
    assert.deepEqual(session.waiting, []);

    await session.send('What is 3*3?', []);
    await rests(begun, 2);
    const { turns } = session.transcript;
    assert.deepEqual(
      turns.map(({ user, end }) => [user?.text, user?.delivery, end?.kind]),
      [
        [message, 'sent', 'failed'],
        ['What is 3*3?', 'sent', 'completed'],
      ],
    );
    assert.match(textOf(turns[1]), /equals 9/);
    assert.equal(session.head.status, 'completed');
    assert.deepEqual(view(), session.transcript);
    const { messages } = await client.getHistory(session.taskId);
    assert.deepEqual(
      messages.filter(({ role }) => role === 'user').map(({ content }) => content),
      [message, 'What is 3*3?'],
    );
  }

  for (const catchUp of ['deltas', 'content'] as const) {
    it(`in good order: the turn has failed, once, and goes on with the next message (${catchUp})`, async () => {
      const first = await start();
      first.script(/long/, [
        { event: 'thought', data: { subject: 'Planning', description: 'the work' } },
        { event: 'content', data: { text: 'The beginning' } },
        { gate: 'never' },
      ]);
      const begun = await begin(first.url, 'A long one');
      const { session } = begun;
      await when(session, () => textOf(session.transcript.turns[0]) === 'The beginning');
      await first.close();
      await missed(begun, 2);
      assert.equal(textOf(session.transcript.turns[0]), 'The beginning');
      const second = await start(Number(new URL(first.url).port));
      second.shapes.catchUp = catchUp;

      await goesOn(begun, 'A long one');
      const [turn] = session.transcript.turns;
      assert.equal(textOf(turn), 'The beginning');
      const errors = turn?.segments.filter(({ kind }) => kind === 'error').length ?? 0;
      assert.deepEqual(
        turn?.segments.map(({ kind }) => kind),
        ['thought', 'text', ...Array<string>(errors).fill('error')],
      );
      assert.ok(errors <= 1, `${errors} errors`);
    });
  }

  it('with a question open: it is closed, and an answer to it is not sent', async () => {
    const first = await start();
    const begun = await begin(first.url, 'Run `echo hello`', false);
    const { session } = begun;
    await when(session, () => session.waiting.length === 1);
    const callId = session.waiting[0]?.callId ?? '';
    await first.close();
    await missed(begun, 1);
    const second = await start(Number(new URL(first.url).port));
    await goesOn(begun, 'Run `echo hello`');
    const tool = session.transcript.turns[0]?.segments.find(({ kind }) => kind === 'tool');
    assert.equal(tool?.kind === 'tool' && tool.status, 'cancelled');
    assert.equal(await session.answer(callId, 'proceed_once'), 'closed');
    assert.deepEqual(
      second.requests.filter(({ path }) => path.includes('/approve')),
      [],
    );
  });

  it('by a crash: what was said stays, although the server has forgotten it', async () => {
    const crashing = await spawnEmulator();
    const begun = await begin(crashing.url, 'Count slowly to 500');
    const { session } = begun;
    await when(session, () => /1, 2/.test(textOf(session.transcript.turns[0])));
    crashing.child.kill('SIGKILL');
    await missed(begun, 2);
    const said = textOf(session.transcript.turns[0]);
    assert.match(said, /1, 2/);
    await start(Number(new URL(crashing.url).port));

    await goesOn(begun, 'Count slowly to 500');
    assert.equal(textOf(session.transcript.turns[0]), said);
  });

  /** An emulator that can be killed like any other process. */
  async function spawnEmulator(): Promise<{ child: ChildProcess; url: string }> {
    const options = ['--data', dataDir, '--key', key, '--pace', '20'];
    const child = spawn(process.execPath, ['--import=tsx', 'test/emulator/main.ts', ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    closing.push(() => child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return { child, url: line.replace('URL: ', '') };
  }
});
