import type { Readable } from 'node:stream';
import { systemClock, type Clock } from './clock';
import { fetchTransport, type Fetch } from './fetch-transport';
import { ownSockets } from './own-sockets';
import { chooseRoute } from './proxy-choice';
import { withSecondWay } from './second-way';

/** How requests get out of this machine. Settings win over the environment. */
export interface NetworkSettings {
  /** `http.proxy`: URL of the proxy, with a user and password if it asks for them. */
  readonly proxy?: string | undefined;
  /** `http.noProxy`: hosts that are reached directly. */
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxySupport`: "off" uses no proxy, whoever names one. */
  readonly proxySupport?: 'off' | undefined;
  /** `http.proxyStrictSSL`: false takes any certificate of the proxy itself, never of the API. */
  readonly strictSSL?: boolean | undefined;
  /** PEM certificates trusted besides Node's own, e.g. of `loadSystemCertificates()`. */
  readonly ca?: readonly string[] | undefined;
  /** The editor's own `fetch`, which knows the system's proxy and PAC files: tried where nothing is named and we cannot connect. */
  readonly fetch?: Fetch | undefined;
}

export interface TransportRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  /** Opens the body, once for each attempt. */
  readonly body?: (() => string | Readable) | undefined;
  /** Ends the request, and the answer's body too. */
  readonly signal: AbortSignal;
}

export interface TransportAnswer {
  readonly status: number;
  /** The first value of a header, by its name in lower case. */
  header(name: string): string | undefined;
  /** Destroying it closes the connection. */
  readonly body: Readable;
}

/** The sockets of the SDK. One owner makes it and closes it; nothing lives after `close()`. */
export interface Transport {
  /** One request, redirects not followed. Throws SigmicError('invalid') for an unusable proxy. */
  request(request: TransportRequest): Promise<TransportAnswer>;
  /** Whether `error` came while connecting, so that the request certainly never left. */
  failedToConnect(error: unknown): boolean;
  /** Ends what is under way and closes every socket. */
  close(): Promise<void>;
}

/** A transport for these settings; make a new one and close the old one when they change. */
export function createTransport(
  settings: NetworkSettings,
  env: NodeJS.ProcessEnv = process.env,
  clock: Pick<Clock, 'now'> = systemClock,
): Transport {
  const own = ownSockets(settings, (url) => chooseRoute(url, settings, env).proxy);
  if (settings.fetch === undefined) return own;
  const beside = fetchTransport(settings.fetch);
  return withSecondWay(own, beside, (url) => mayGoBeside(url, settings, env), clock);
}

/**
 * Whether the editor's `fetch` may carry a request to `url`: only where we know of no proxy and were told of no exemption. With
 * NODE_TLS_REJECT_UNAUTHORIZED=0, which any extension may have set, it would take every certificate.
 */
export function mayGoBeside(url: URL, settings: NetworkSettings, env: NodeJS.ProcessEnv): boolean {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0') return false;
  const route = chooseRoute(url, settings, env);
  return route.proxy === undefined && route.because === 'noneNamed';
}
