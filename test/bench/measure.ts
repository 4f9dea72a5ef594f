/** One result: a ratio of what was measured and its reference, both from this run. */
export interface Figure {
  /** The name to ask for it and to find it by, e.g. `P8 replay`. */
  readonly name: string;
  readonly what: string;
  readonly against: string;
  readonly ratio: number;
  /** The ratio to reach, where one is set. Shown, never enforced: machines differ. */
  readonly target?: number;
  /** The measured values in words, for people. */
  readonly detail: string;
}

/** A benchmark. Throws when what it measured is not correct: a fast wrong answer is no result. */
export type Benchmark = () => Promise<readonly Figure[]>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The value that this part of `values` (0 to 1) stays below. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * The median times (ms) of several pieces of work, run in turns so that a busy spell of the machine meets all of them; one
 * round before that warms up and is thrown away.
 */
export async function medianTimes<K extends string>(
  rounds: number,
  works: Readonly<Record<K, () => unknown>>,
): Promise<Record<K, number>> {
  const names = Object.keys(works) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1)
    for (const name of names) {
      const time = await timed(works[name]);
      if (round > 0) times.get(name)?.push(time);
    }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<K, number>;
}

/** Work of a size that takes this long (ms). */
export interface Sample {
  readonly size: number;
  readonly time: number;
}

/** How the time of all the work grows with its size: 1 is linear, 2 quadratic. */
export function exponent(small: Sample, large: Sample): number {
  return Math.log(large.time / small.time) / Math.log(large.size / small.size);
}

export function ms(time: number): string {
  return `${time < 10 ? time.toFixed(2) : Math.round(time)} ms`;
}
