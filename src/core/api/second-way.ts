import type { Clock } from './clock';
import { ProxyRefusedError } from './proxy-refused';
import type { Transport } from './transport';

/**
 * So long the second way comes first after the first could not connect, and twice as long each time that is found again: after a
 * short outage the first comes back soon, and a network that never lets it through is seldom asked (a dead end may take 10 s).
 */
const PREFERRED_MS = 60_000;
const LONGEST_PREFERRED_MS = 60 * 60_000;

/**
 * Two transports as one: `first` carries a request, and where it cannot connect and `secondMay`, `second` does. What got through
 * is then tried first for that origin, `second` for a while only. What may have left is never sent again by the other.
 */
export function withSecondWay(
  first: Transport,
  second: Transport,
  secondMay: (url: URL) => boolean,
  clock: Pick<Clock, 'now'>,
): Transport {
  const preferred = new Map<string, { readonly until: number; readonly forMs: number }>();

  const prefersSecond = (origin: string): boolean => clock.now() < (preferred.get(origin)?.until ?? 0);
  const gotThrough = (way: Transport, origin: string): void => {
    if (way === first) {
      preferred.delete(origin);
      return;
    }
    const before = preferred.get(origin);
    const forMs = before === undefined ? PREFERRED_MS : Math.min(2 * before.forMs, LONGEST_PREFERRED_MS);
    preferred.set(origin, { until: clock.now() + forMs, forMs });
  };

  return {
    async request(request) {
      const { url, signal } = request;
      if (!secondMay(url)) return first.request(request);
      const ways = prefersSecond(url.origin) ? ([second, first] as const) : ([first, second] as const);
      let fault: unknown;
      try {
        const answer = await ways[0].request(request);
        if (ways[0] === first) gotThrough(first, url.origin);
        return answer;
      } catch (error) {
        if (!ways[0].failedToConnect(error) || signal.aborted) throw error;
        fault = error;
      }
      try {
        const answer = await ways[1].request(request);
        gotThrough(ways[1], url.origin);
        return answer;
      } catch (error) {
        // Of two that did not connect, one that met a proxy knows more; else what we tried ourselves is clearer.
        if (!ways[1].failedToConnect(error) || error instanceof ProxyRefusedError) throw error;
        throw ways[0] === first || fault instanceof ProxyRefusedError ? fault : error;
      }
    },
    failedToConnect: (error) => first.failedToConnect(error) || second.failedToConnect(error),
    async close() {
      await Promise.all([first.close(), second.close()]);
    },
  };
}
