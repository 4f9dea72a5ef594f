import type { Clock } from '../../../src/core/api';

/** Time that runs `factor` times as fast as it does: seconds of silence take a test milliseconds. */
export function fastClock(factor: number): Clock {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * factor,
    after: (ms, task) => {
      const timer = setTimeout(task, ms / factor);
      return () => clearTimeout(timer);
    },
  };
}
