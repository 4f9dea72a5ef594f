import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** Runs a command to its end with its output shown, and answers its exit code (128 when a signal ended it). */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<number> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  const ended = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 128));
  });
  return ended;
}

/** Like `run`, but anything else than exit code 0 is an error. */
export async function runOrFail(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<void> {
  const code = await run(command, args, options);
  if (code !== 0) throw new Error(`"${[command, ...args].join(' ')}" ended with code ${code}.`);
}

/** A process that leads a group of its own, so that everything it starts can be ended with it. */
export interface ProcessTree {
  readonly process: ChildProcess;
  /** Ends the whole group: politely first, by force after three seconds. Resolves when its leader is gone. */
  stop(): Promise<void>;
}

/** Starts a process group; it is ended too when this process ends, however that comes. */
export function spawnTree(command: string, args: readonly string[], options: SpawnOptions): ProcessTree {
  const child = spawn(command, args, { ...options, detached: true });
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const atExit = (): void => signalGroup('SIGKILL');
  process.on('exit', atExit);
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    async stop() {
      if (!gone()) {
        const closed = once(child, 'exit');
        signalGroup('SIGTERM');
        await Promise.race([closed, delay(3000, undefined, { ref: false })]);
      }
      signalGroup('SIGKILL');
      process.off('exit', atExit);
    },
  };
}

/** Makes Ctrl+C and a termination run the `exit` handlers, which Node skips for an unhandled signal. */
export function exitOnSignals(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}
