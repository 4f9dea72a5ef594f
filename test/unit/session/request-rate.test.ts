import assert from 'node:assert/strict';
import { SigmicError, type SigmicErrorKind, type StreamEvent, type Task } from '../../../src/core/api';
import type { SigmicErrorInit } from '../../../src/core/api/errors';
import { TaskSession, type SessionApi } from '../../../src/core/session/task-session';
import { content, done, historyDone } from './events';
import { ManualClock } from './manual-clock';
import { settle } from './rig';
import { ScriptedApi } from './scripted-api';
import { silentLog } from './watch';

type Connect = (clock: ManualClock, alive: () => void) => AsyncIterable<StreamEvent>;

interface Counted {
  /** Requests in each minute; of any kind. */
  readonly perMinute: readonly number[];
  readonly connection: string;
}

/** Ten minutes with a server that answers each stream so. `chance`: seconds between two wake-ups by chance. */
async function tenMinutes(connect: Connect, chance?: number): Promise<Counted> {
  const clock = new ManualClock();
  const begin = clock.now();
  const perMinute = Array.from({ length: 10 }, () => 0);
  const count = (): void => {
    const minute = Math.floor((clock.now() - begin) / 60_000);
    perMinute[minute] = (perMinute[minute] ?? 0) + 1;
  };
  const task: Task = { id: 't', status: 'running', message: 'The task', pendingApprovals: [] };
  const others = new ScriptedApi();
  const client: SessionApi = {
    clockAhead: () => 0,
    openStream: (_id, options) => {
      count();
      return connect(clock, options?.onAlive ?? (() => undefined));
    },
    getTask: () => {
      count();
      return Promise.resolve(task);
    },
    getHistory: () => {
      count();
      return others.getHistory();
    },
    sendMessage: (id, input) => others.sendMessage(id, input),
    answerTool: (id, callId, outcome) => others.answerTool(id, callId, outcome),
    cancelTask: () => others.cancelTask(),
  };
  // The jitter that brings the most requests.
  const session = new TaskSession('t', { client, log: silentLog, clock, random: () => 0 }, task);
  for (let quarter = 0; quarter < 10 * 60 * 4; quarter += 1) {
    if (chance !== undefined && quarter % (chance * 4) === 0) session.wake();
    clock.advance(250);
    await settle();
  }
  const connection = session.connection.kind;
  session.dispose();
  return { perMinute, connection };
}

const fails =
  (kind: SigmicErrorKind, init: SigmicErrorInit = {}): Connect =>
  () => ({
    [Symbol.asyncIterator]: () => ({
      next: () => Promise.reject(new SigmicError(kind, 'no', { retryable: true, ...init })),
    }),
  });

const cutAfter = (ms: number): Connect =>
  async function* (clock, alive) {
    alive();
    yield historyDone(true);
    await new Promise<void>((resolve) => clock.after(ms, resolve));
    throw new SigmicError('network', 'cut', { code: 'STREAM_CUT', retryable: true });
  };

const tells = (...events: StreamEvent[]): Connect =>
  async function* (_clock, alive) {
    alive();
    await Promise.resolve();
    yield* events;
  };

const servers: Readonly<Record<string, Connect>> = {
  'is overloaded': fails('unavailable', { status: 502 }),
  'asks to come back at once': fails('unavailable', { status: 503, retryAfterMs: 0 }),
  'answers with a page': fails('malformed', { code: 'HTML' }),
  'cuts after the first byte': cutAfter(0),
  'cuts after ten seconds': cutAfter(10_000),
  'ends the stream though the task runs': tells(historyDone(false)),
  'tells the end though the task runs': tells(historyDone(true), content('4'), done('4')),
};

describe('requests to a server that always fails', () => {
  for (const [name, connect] of Object.entries(servers)) {
    for (const chance of [undefined, 30, 37]) {
      const woken = chance === undefined ? '' : `, woken every ${chance} s`;
      it(`are six a minute at most after the first: it ${name}${woken}`, async () => {
        const { perMinute } = await tenMinutes(connect, chance);
        assert.ok(Math.max(...perMinute.slice(1)) <= 6, perMinute.join(' '));
        assert.ok(Math.min(...perMinute) >= 1, perMinute.join(' '));
      });
    }
  }

  it('are none with a key that was refused, whatever happens meanwhile', async () => {
    const { perMinute, connection } = await tenMinutes(fails('auth', { code: 'INVALID_API_KEY' }), 30);
    assert.deepEqual(perMinute, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert.equal(connection, 'signedOut');
  });

  it('are none for a task that it does not know', async () => {
    const { perMinute, connection } = await tenMinutes(fails('rejected', { code: 'NOT_FOUND' }), 30);
    assert.deepEqual(perMinute, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert.equal(connection, 'failed');
  });

  it('wait as long as it asks, whatever happens meanwhile', async () => {
    const asks = fails('unavailable', { status: 503, retryAfterMs: 300_000 });
    const { perMinute } = await tenMinutes(asks, 30);
    assert.deepEqual(perMinute, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });
});
