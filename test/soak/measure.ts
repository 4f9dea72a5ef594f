import assert from 'node:assert/strict';

export interface Sample {
  readonly at: number;
  readonly heapBytes: number;
  readonly sessions: number;
  readonly sockets: number;
  readonly line: string;
}

/** What is alive now, after garbage was collected. */
export function takeSample(sessions: number, sockets: number): Sample {
  assert.ok(globalThis.gc, 'Run it with --expose-gc.');
  globalThis.gc();
  globalThis.gc();
  const heapBytes = process.memoryUsage().heapUsed;
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const line = [
    new Date().toISOString().slice(11, 19),
    `heap ${(heapBytes / 1e6).toFixed(2)} MB`,
    `${sessions} sessions`,
    `${sockets} sockets`,
    `${timers} timers`,
  ].join(', ');
  return { at: performance.now(), heapBytes, sessions, sockets, line };
}

/** By how much of its size the heap grows in 5 minutes: the slope of the samples, without the first third of them. */
export function growthIn5Minutes(samples: readonly Sample[]): number {
  const late = warm(samples);
  if (late.length < 2) return 0;
  const at = mean(late.map((sample) => sample.at));
  const heap = mean(late.map((sample) => sample.heapBytes));
  const over = late.reduce((sum, sample) => sum + (sample.at - at) * (sample.heapBytes - heap), 0);
  const under = late.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return ((over / under) * 5 * 60_000) / heap;
}

/** The mean of a figure, without the first third of the samples; 0 when there are none. */
export function lately(samples: readonly Sample[], figure: (sample: Sample) => number): number {
  return samples.length === 0 ? 0 : mean(warm(samples).map(figure));
}

function warm(samples: readonly Sample[]): readonly Sample[] {
  return samples.slice(Math.floor(samples.length / 3));
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
