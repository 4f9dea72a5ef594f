import type { Authenticator } from './auth/authenticator';
import type { WidgetApp } from './auth/credentials';
import type { Scripts } from './agent/scripts';
import type { Faults } from './faults/faults';
import { notFound } from './http/api-error';
import type { RequestLog } from './http/request-log';
import type { Runner } from './run/runner';
import type { Tempo } from './options';
import type { Shapes } from './shapes';
import type { Task } from './tasks/task';
import type { TaskStore } from './tasks/task-store';

/** The parts that the routes work with. */
export interface Service {
  readonly dataDir: string;
  readonly controlToken: string;
  readonly heartbeatMs: number;
  readonly sessionIdleMs: number;
  readonly widgetApp: WidgetApp | undefined;
  readonly shapes: Shapes;
  readonly tempo: Tempo;
  readonly auth: Authenticator;
  readonly store: TaskStore;
  readonly runner: Runner;
  readonly scripts: Scripts;
  readonly faults: Faults;
  readonly log: RequestLog;
}

/** The caller's own task, or NOT_FOUND. */
export function findTask(service: Service, ownerId: string, id: string): Task {
  const task = service.store.find(ownerId, id);
  if (task === undefined) throw notFound('Task');
  return task;
}
