import { Pool, type Dispatcher } from 'undici';
import { ProxyRefusedError } from './proxy-refused';

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
