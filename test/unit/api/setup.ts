import { after } from 'mocha';
import {
  SigmicClient,
  createTransport,
  type ClientOptions,
  type Clock,
  type NetworkSettings,
} from '../../../src/core/api';

export const key = `sigmic_${'0123456789abcdef'.repeat(4)}`;

/** Collects every line, so that tests can look for what must not be there. */
export function recordingLog() {
  const lines: string[] = [];
  const add = (line: string | Error): void => void lines.push(String(line));
  return { lines, log: { trace: add, debug: add, info: add, warn: add, error: add } };
}

export interface Setup {
  readonly client: SigmicClient;
  readonly lines: string[];
  close(): Promise<void>;
}

/** A client of its own with a direct transport, closed after the suite. Retries do not wait long. */
export function setUp(
  origin: string,
  options: Partial<ClientOptions> = {},
  network: NetworkSettings = {},
): Setup {
  const transport = createTransport(network, {});
  const { lines, log } = recordingLog();
  const client = new SigmicClient({
    origin: () => origin,
    credential: () => Promise.resolve(key),
    transport: () => transport,
    log,
    random: () => 0,
    ...options,
  });
  after(() => transport.close());
  return { client, lines, close: () => transport.close() };
}

/** Time that moves only when a test says so. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #next = 0;
  readonly #waiting = new Map<number, { readonly at: number; readonly task: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const id = this.#next++;
    this.#waiting.set(id, { at: this.#now + ms, task });
    return () => void this.#waiting.delete(id);
  }

  /** Timers that have not run and were not taken back. */
  get pending(): number {
    return this.#waiting.size;
  }

  advance(ms: number): void {
    this.#now += ms;
    for (const [id, { at, task }] of [...this.#waiting]) {
      if (at > this.#now) continue;
      this.#waiting.delete(id);
      task();
    }
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
