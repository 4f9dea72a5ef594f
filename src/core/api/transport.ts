import type { Dispatcher } from 'undici';

/** How requests get out of this machine. Settings win over the environment. */
export interface NetworkSettings {
  /** `http.proxy`: URL of the proxy, with a user and password if it asks for them. */
  readonly proxy?: string | undefined;
  /** `http.noProxy`: hosts that are reached directly. */
  readonly noProxy?: readonly string[] | undefined;
  /** `http.proxyStrictSSL`: false takes any certificate of the proxy itself, never of the API. */
  readonly strictSSL?: boolean | undefined;
  /** PEM certificates trusted besides Node's own, e.g. `loadSystemCertificates()`. */
  readonly ca?: readonly string[] | undefined;
}

/** The sockets of the SDK. One owner makes it and closes it; nothing lives after `close()`. */
export interface Transport {
  /** The dispatcher for requests to `url`: direct, or through a proxy. Throws SigmicError('invalid') for an unusable proxy. */
  dispatcher(url: URL): Dispatcher;
  /** Whether `error` came while connecting, so that the request certainly never left. */
  failedToConnect(error: unknown): boolean;
  close(): Promise<void>;
}

export function createTransport(settings: NetworkSettings, env: NodeJS.ProcessEnv = process.env): Transport {
  void settings;
  void env;
  throw new Error('not yet');
}
