import type { Shapes } from './shapes';

/** How fast the agent works. */
export interface Tempo {
  /** Milliseconds between two pieces of a streamed answer; thoughts and tools take some multiples of it. */
  pace: number;
  /** True: a turn begins only when a stream is open on its task, so that a test sees all of it live. */
  startWhenWatched: boolean;
}

/** How an emulator is to be; everything has a default. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0 (the default) takes a free one. */
  port?: number;
  /** Where tasks, conversations and workspaces are kept; without it a temporary folder, removed by `close()`. */
  dataDir?: string;
  /** The key to accept; without it the data folder's own (made at random the first time). */
  key?: string;
  /** Further keys; each sees only its own tasks. */
  keys?: string[];
  /** Milliseconds between two pieces of a streamed answer; 0 for none, 25 reads like a person would. */
  pace?: number;
  /** See `Tempo`. */
  startWhenWatched?: boolean;
  /** Milliseconds between heartbeats of a silent stream. */
  heartbeatMs?: number;
  /** A session that was idle for longer gets a new id at the next message. */
  sessionIdleMs?: number;
  /** Short for `shapes.catchUp`. */
  catchUp?: Shapes['catchUp'];
  /** Short for `shapes.envelope`. */
  envelope?: Shapes['envelope'];
  /** What the service's reference leaves open. */
  shapes?: Partial<Shapes>;
  /** False: `POST /auth/token` answers JWT_NOT_CONFIGURED. */
  widgetTokens?: boolean;
  /** Told about failures inside the emulator itself; by default they go to stderr. */
  onCrash?: (error: unknown) => void;
}
