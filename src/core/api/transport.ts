import { Agent, Pool, ProxyAgent, type Dispatcher } from 'undici';
import { chooseRoute } from './proxy-choice';
import { ProxyPool } from './proxy-pool';
import { proxyToken, trustedBy, type Trust } from './trust';

/** How requests get out of this machine. Settings win over the environment. */
export interface NetworkSettings {
  /** `http.proxy`: URL of the proxy, with a user and password if it asks for them. */
  readonly proxy?: string | undefined;
  /** `http.noProxy`: hosts that are reached directly. */
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxyStrictSSL`: false takes any certificate of the proxy itself, never of the API. */
  readonly strictSSL?: boolean | undefined;
  /** PEM certificates trusted besides Node's own, e.g. of `loadSystemCertificates()`. */
  readonly ca?: readonly string[] | undefined;
}

/** The sockets of the SDK. One owner makes it and closes it; nothing lives after `close()`. */
export interface Transport {
  /** The dispatcher for requests to `url`: direct, or through a proxy. Throws SigmicError('invalid') for an unusable proxy. */
  dispatcher(url: URL): Dispatcher;
  /** Whether `error` came while connecting, so that the request certainly never left. */
  failedToConnect(error: unknown): boolean;
  /** Ends what is under way and closes every socket. */
  close(): Promise<void>;
}

const connectTimeoutMs = 10_000;

/** A transport for these settings; make a new one and close the old one when they change. */
export function createTransport(settings: NetworkSettings, env: NodeJS.ProcessEnv = process.env): Transport {
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

  return {
    dispatcher(url) {
      const { proxy } = chooseRoute(url, settings, env);
      const key = proxy?.href ?? '';
      const dispatcher = dispatchers.get(key) ?? create(proxy);
      dispatchers.set(key, dispatcher);
      return dispatcher;
    },
    failedToConnect: (error) => error instanceof Error && faults.has(error),
    async close() {
      const open = [...dispatchers.values()];
      await Promise.all(open.map((dispatcher) => dispatcher.destroy()));
    },
  };
}
