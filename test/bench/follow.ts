import type { StreamEvent, Task } from '../../src/core/api';
import { TaskSession, type SessionApi, type SessionUpdate } from '../../src/core/session/task-session';
import { ManualClock } from '../unit/session/manual-clock';
import { silentLog } from '../unit/session/watch';

const finished: Task = { id: 't', status: 'completed', message: 'bench', pendingApprovals: [] };

/** A real session that follows the given connections, one after the other, until its task is idle; then the next. */
export async function follow(
  connections: readonly (() => AsyncIterable<StreamEvent>)[],
  listen: (update: SessionUpdate) => void = () => undefined,
): Promise<TaskSession> {
  const left = [...connections];
  const client: SessionApi = {
    openStream: () => left.shift()?.() ?? unexpected(),
    clockAhead: () => 0,
    getTask: () => Promise.resolve(finished),
    getHistory: unexpected,
    sendMessage: unexpected,
    answerTool: unexpected,
    cancelTask: unexpected,
  };
  const session = new TaskSession(
    't',
    { client, log: silentLog, clock: new ManualClock(), random: () => 0.5 },
    { ...finished, status: 'running' },
  );
  return new Promise((resolve, reject) => {
    session.onUpdate((update) => {
      listen(update);
      if (update.connection?.kind === 'reconnecting') reject(new Error(update.connection.reason));
      if (update.connection?.kind !== 'idle') return;
      if (left.length > 0) session.reopen();
      else resolve(session);
    });
  });
}

/** Events that need no parsing, as a stream. */
export async function* told(events: Iterable<StreamEvent>): AsyncGenerator<StreamEvent> {
  await Promise.resolve();
  yield* events;
}

function unexpected(): never {
  throw new Error('A benchmark makes no such call.');
}
