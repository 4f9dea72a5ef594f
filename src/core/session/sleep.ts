import type { Clock } from '../api/clock';

/** Resolves after `ms` milliseconds, or as soon as `signal` aborts; never rejects. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      takeBack();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const takeBack = clock.after(ms, finish);
    signal.addEventListener('abort', finish);
  });
}
