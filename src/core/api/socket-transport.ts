import { Agent, Pool, ProxyAgent, type Dispatcher } from 'undici';
import { ProxyPool } from './proxy-pool';
import type { NetworkSettings, Transport } from './transport';
import { proxyToken, trustedBy, type Trust } from './trust';

const connectTimeoutMs = 10_000;

/** Requests over sockets of our own: pooled, with no limit but the caller's signal, and closed as soon as that fires. */
export function socketTransport(
  settings: NetworkSettings,
  proxyOf: (url: URL) => URL | undefined,
): Transport {
  const faults = new WeakSet<Error>();
  const dispatchers = new Map<string, Dispatcher>();
  // Made with the first connection: it takes some milliseconds that a start of the editor need not wait for.
  let trust: Trust | undefined;

  const pool = (origin: string | URL, options: object): Dispatcher =>
    new Pool(origin, options).on('connectionError', (_origin, _targets, error) => faults.add(error));

  const create = (proxy: URL | undefined): Dispatcher => {
    trust ??= trustedBy(settings.ca);
    // Happy Eyeballs (RFC 8305) whatever the default of this Node is: a host whose IPv6 leads nowhere is reached by IPv4.
    const connecting = { ...trust, timeout: connectTimeoutMs, autoSelectFamily: true };
    const api = { ...connecting, rejectUnauthorized: true };
    if (proxy === undefined) return new Agent({ connect: api, factory: pool });
    const token = proxyToken(proxy);
    return new ProxyAgent({
      uri: proxy.href,
      ...(token === undefined ? {} : { token }),
      requestTls: api,
      proxyTls: { ...connecting, rejectUnauthorized: settings.strictSSL !== false },
      factory: pool,
      clientFactory: (origin, options) => new ProxyPool(origin, options),
    });
  };

  const dispatcherFor = (url: URL): Dispatcher => {
    const proxy = proxyOf(url);
    const key = proxy?.href ?? '';
    const dispatcher = dispatchers.get(key) ?? create(proxy);
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };

  return {
    async request({ url, method, headers, body: openBody, signal }) {
      const dispatcher = dispatcherFor(url);
      const body = openBody?.() ?? null;
      try {
        const answer = await dispatcher.request({
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method,
          headers,
          body,
          signal,
          // The caller's signal is the only clock: it knows what is a total limit and what is one of idleness.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        // Aborted while nobody reads, it would otherwise be an unhandled error.
        answer.body.on('error', () => undefined);
        return {
          status: answer.statusCode,
          header: (name) => one(answer.headers[name]),
          body: answer.body,
        };
      } catch (error) {
        if (body !== null && typeof body !== 'string') body.destroy();
        throw error;
      }
    },
    failedToConnect: (error) => error instanceof Error && faults.has(error),
    async close() {
      const open = [...dispatchers.values()];
      await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
    },
  };
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
