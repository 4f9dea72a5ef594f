import type { Deadline } from './deadline';
import { isSigmicError } from './errors';
import { isLasting } from './network-error';

const maxRetries = 2;
const baseMs = 250;

/**
 * Repeats `attempt` after a fault of the network, twice at most: a GET or DELETE always, a POST only when it
 * certainly never left (api.md rule 9; `retryable` knows). Waits 125-250, then 250-500 ms.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  deadline: Deadline,
  random: () => number,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await attempt();
    } catch (error) {
      const again = isSigmicError(error, 'network') && error.retryable && !isLasting(error.code);
      if (!again || retries >= maxRetries) throw error;
      await deadline.sleep(baseMs * 2 ** retries * (0.5 + random() / 2));
    }
  }
}
