import { ProxyRefusedError } from './proxy-pool';
import type { Transport } from './transport';

/**
 * Two transports as one: `first` carries a request, and where it cannot connect and `secondMay`, `second` does. The one that got
 * through is tried first from then on, by origin. What may have left is never sent again by the other.
 */
export function withSecondWay(
  first: Transport,
  second: Transport,
  secondMay: (url: URL) => boolean,
): Transport {
  const bySecond = new Set<string>();

  return {
    async request(request) {
      const { url, signal } = request;
      if (!secondMay(url)) return first.request(request);
      const ways = bySecond.has(url.origin) ? ([second, first] as const) : ([first, second] as const);
      let fault: unknown;
      try {
        return await ways[0].request(request);
      } catch (error) {
        if (!ways[0].failedToConnect(error) || signal.aborted) throw error;
        fault = error;
      }
      try {
        const answer = await ways[1].request(request);
        if (ways[1] === second) bySecond.add(url.origin);
        else bySecond.delete(url.origin);
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
