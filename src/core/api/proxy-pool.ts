import { Pool, type Dispatcher } from 'undici';

/** The proxy answered, but does not let us through. */
export class ProxyRefusedError extends Error {
  readonly code: 'PROXY_AUTH_REQUIRED' | 'PROXY_REFUSED';

  constructor(readonly status: number) {
    super(
      status === 407
        ? 'The proxy asks for a user name and password (407).'
        : `The proxy did not open a connection (status ${status}).`,
    );
    this.name = 'ProxyRefusedError';
    this.code = status === 407 ? 'PROXY_AUTH_REQUIRED' : 'PROXY_REFUSED';
  }
}

type Connected = (error: Error | null, data: Dispatcher.ConnectData) => void;

/** Connections to a proxy that say by a typed error what the proxy answered to CONNECT. */
export class ProxyPool extends Pool {
  override connect(options: Omit<Dispatcher.ConnectOptions, 'origin'>): Promise<Dispatcher.ConnectData>;
  override connect(options: Omit<Dispatcher.ConnectOptions, 'origin'>, callback: Connected): void;
  override connect(
    options: Omit<Dispatcher.ConnectOptions, 'origin'>,
    callback?: Connected,
  ): Promise<Dispatcher.ConnectData> | undefined {
    if (callback !== undefined) {
      super.connect(options, callback);
      return undefined;
    }
    return super.connect(options).then((data) => {
      if (data.statusCode === 200) return data;
      data.socket.on('error', () => undefined).destroy();
      throw new ProxyRefusedError(data.statusCode);
    });
  }
}
