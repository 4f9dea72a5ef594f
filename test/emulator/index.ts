import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Agent } from './agent/agent';
import { Scripts, type ScriptStep } from './agent/scripts';
import { timestamp } from './clock';
import { Authenticator } from './auth/authenticator';
import { openCredentials, type WidgetApp } from './auth/credentials';
import { Faults } from './faults/faults';
import { RequestLog, type LoggedRequest } from './http/request-log';
import type { EmulatorOptions, Tempo } from './options';
import { Runner } from './run/runner';
import { buildServer } from './server';
import { defaultShapes, type Shapes } from './shapes';
import type { MessageRecord } from './tasks/records';
import { TaskStore } from './tasks/task-store';

export type { EmulatorOptions, Tempo } from './options';
export type { ScriptStep } from './agent/scripts';
export { malformedEvent, unknownEvent, type Fault, type FaultMatch } from './faults/faults';
export type { LoggedFile, LoggedRequest } from './http/request-log';
export type { Shapes } from './shapes';

/** A running emulator of the Task API. */
export interface Emulator {
  /** Without a slash at the end, and without `/api/v1`. */
  readonly url: string;
  readonly key: string;
  readonly widgetApp: WidgetApp;
  readonly dataDir: string;
  /** For the header `x-emulator-control` of the endpoints under `/__emulator/`. */
  readonly controlToken: string;
  /** The open shapes; change them at any time. */
  readonly shapes: Shapes;
  readonly faults: Faults;
  /** How fast the agent is; change it at any time. */
  readonly tempo: Tempo;
  /** Every request to the API since the start, the newest last. */
  readonly requests: LoggedRequest[];
  /** Plays these steps instead of the agent's rules for every message that fits; the newest script wins. */
  script(pattern: RegExp, steps: readonly ScriptStep[]): void;
  clearScripts(): void;
  /** Lets scripts go on that wait, or will wait, at the gate of this name. */
  openGate(name: string): void;
  /** Puts messages before those of a task, as if they had been said in it. */
  remember(id: string, messages: readonly Omit<MessageRecord, 'id' | 'createdAt'>[]): void;
  /** Ends all sessions as if they had been idle for too long. */
  expireSessions(): void;
  /** Accepts one more key, with tasks of its own, or with those of a key that is accepted now. */
  addKey(key: string, sibling?: string): void;
  /** Refuses a key from now on. */
  revokeKey(key: string): void;
  /** Ends all runs (they are saved as failed) and connections. */
  close(): Promise<void>;
}

const halfHourMs = 30 * 60_000;

/** Starts an emulator on 127.0.0.1. It stands by itself: nothing is shared with the client under test. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const ownsDataDir = options.dataDir === undefined;
  const dataDir = resolve(options.dataDir ?? mkdtempSync(join(tmpdir(), 'sigmic-emulator-')));
  mkdirSync(dataDir, { recursive: true });
  // Uploads of a process that was stopped half-way are of no use to anybody.
  rmSync(join(dataDir, 'staging'), { recursive: true, force: true });

  const credentials = openCredentials(dataDir, options.key, options.keys ?? []);
  const onCrash = options.onCrash ?? ((error: unknown): void => console.error('Emulator:', error));
  const scripts = new Scripts();
  const shapes: Shapes = {
    ...defaultShapes,
    ...(options.catchUp === undefined ? {} : { catchUp: options.catchUp }),
    ...(options.envelope === undefined ? {} : { envelope: options.envelope }),
    ...options.shapes,
  };
  const tempo: Tempo = { pace: options.pace ?? 25, startWhenWatched: options.startWhenWatched ?? false };
  const service = {
    dataDir,
    shapes,
    tempo,
    scripts,
    controlToken: randomBytes(16).toString('hex'),
    heartbeatMs: options.heartbeatMs ?? 15_000,
    sessionIdleMs: options.sessionIdleMs ?? halfHourMs,
    widgetApp: options.widgetTokens === false ? undefined : credentials.widgetApp,
    auth: new Authenticator(credentials),
    store: new TaskStore(dataDir),
    runner: new Runner(new Agent(tempo, scripts), tempo, onCrash),
    faults: new Faults(),
    log: new RequestLog(),
  };
  const app = await buildServer(service, onCrash);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });

  return {
    url,
    key: credentials.keys[0],
    widgetApp: credentials.widgetApp,
    dataDir,
    controlToken: service.controlToken,
    shapes,
    faults: service.faults,
    requests: service.log.entries,
    tempo,
    script: (pattern, steps) => scripts.add(pattern, steps),
    clearScripts: () => scripts.clear(),
    openGate: (name) => scripts.openGate(name),
    remember: (id, messages) => {
      const task = service.store.all().find((each) => each.id === id);
      const createdAt = timestamp();
      const remembered = messages.map((message) => ({ id: `msg-${randomUUID()}`, createdAt, ...message }));
      task?.messages.unshift(...remembered);
    },
    expireSessions: () => service.store.all().forEach((task) => task.expireSession()),
    addKey: (key, sibling) => service.auth.addKey(key, sibling),
    revokeKey: (key) => service.auth.revokeKey(key),
    close: async () => {
      await service.runner.stop(service.store.all(), 'The emulator was stopped while this task was at work.');
      await app.close();
      if (ownsDataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
