import { loadPart } from './load-part';
import type { NetworkSettings, Transport } from './transport';

/** Our own sockets, whose code (a fifth of the extension's) is loaded with the first request. */
export function ownSockets(settings: NetworkSettings, proxyOf: (url: URL) => URL | undefined): Transport {
  let sockets: Transport | undefined;
  let loading: Promise<Transport> | undefined;

  const load = async (): Promise<Transport> => {
    const { socketTransport } = await loadPart(() => import('./socket-transport'));
    return (sockets ??= socketTransport(settings, proxyOf));
  };

  return {
    async request(request) {
      const open = sockets ?? (await (loading ??= load().finally(() => (loading = undefined))));
      return open.request(request);
    },
    failedToConnect: (error) => sockets?.failedToConnect(error) === true,
    async close() {
      await loading?.catch(() => undefined);
      await sockets?.close();
    },
  };
}
