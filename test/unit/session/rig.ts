import { TaskSession, type SessionUpdate } from '../../../src/core/session/task-session';
import { ManualClock } from './manual-clock';
import { ScriptedApi } from './scripted-api';
import { silentLog } from './watch';

export interface Rig {
  readonly api: ScriptedApi;
  readonly clock: ManualClock;
  readonly session: TaskSession;
  readonly updates: SessionUpdate[];
  /** Resolves when `condition` holds, looking after every update. */
  until(condition: () => boolean): Promise<void>;
}

/** A session on a scripted server and a clock that stands still. */
export function startSession(prepare: (api: ScriptedApi) => void = () => undefined): Rig {
  const api = new ScriptedApi();
  prepare(api);
  const clock = new ManualClock();
  const session = new TaskSession('t', { client: api, log: silentLog, clock, random: () => 0.5 }, api.task);
  const updates: SessionUpdate[] = [];
  session.onUpdate((update) => updates.push(update));
  const until = (condition: () => boolean) => when(session, condition);
  return { api, clock, session, updates, until };
}

/** Resolves when `condition` holds, looking now and after every update. */
export function when(session: TaskSession, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!condition()) return;
      stop();
      resolve();
    };
    const stop = session.onUpdate(look);
    look();
  });
}

/** Lets everything that needs no time happen. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
