import net from 'node:net';
import tls from 'node:tls';
import type { NetworkSettings } from '../api';
import { ProxyRefusedError } from '../api/proxy-refused';
import { bare, proxyToken, trustedBy } from '../api/trust';

export const connectMs = 10_000;
const longestAnswer = 16_384;

/** A TCP connection, by Happy Eyeballs as the transport makes them. `signal` ends it, during and after. */
export async function openSocket(host: string, port: number, signal: AbortSignal): Promise<net.Socket> {
  const socket = net.connect({ host, port, autoSelectFamily: true, signal });
  return opened(socket, 'connect');
}

/** A socket to the proxy: over TLS when it is an https proxy, checked unless `strictSSL` is false, as in the transport. */
export async function openProxy(
  proxy: URL,
  settings: NetworkSettings,
  signal: AbortSignal,
): Promise<net.Socket> {
  const host = bare(proxy.hostname);
  const secure = proxy.protocol === 'https:';
  const port = Number(proxy.port || (secure ? 443 : 80));
  const socket = await openSocket(host, port, signal);
  if (!secure) return socket;
  const options = { ...trustedBy(settings.ca), rejectUnauthorized: settings.strictSSL !== false };
  return opened(tls.connect({ ...options, socket, ...serverName(host) }), 'secureConnect');
}

/** Asks the proxy for a way to `url`. Throws ProxyRefusedError with what it answered instead. */
export async function openTunnel(socket: net.Socket, proxy: URL, url: URL): Promise<void> {
  const target = `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  const token = proxyToken(proxy);
  const lines = [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...(token === undefined ? [] : [`Proxy-Authorization: ${token}`]),
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const status = await readStatus(socket);
  if (status !== 200) throw new ProxyRefusedError(status);
}

/** The status of an answer that has a head only; bytes after it go back to the socket. */
function readStatus(socket: net.Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = Buffer.alloc(0);
    const settle = (end: () => void): void => {
      socket.pause().off('data', take).off('error', fail).off('close', closed);
      end();
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const closed = (): void => fail(new Error('The proxy closed the connection without an answer.'));
    const take = (chunk: Buffer): void => {
      answer = Buffer.concat([answer, chunk]);
      const end = answer.indexOf('\r\n\r\n');
      if (end === -1 && answer.length < longestAnswer) return;
      const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(answer.toString('latin1'))?.[1];
      if (end === -1 || status === undefined) {
        fail(new Error('What answers there is no proxy.'));
        return;
      }
      settle(() => {
        if (answer.length > end + 4) socket.unshift(answer.subarray(end + 4));
        resolve(Number(status));
      });
    };
    socket.on('data', take).on('error', fail).on('close', closed);
  });
}

/** A name for TLS; an address has none. */
export function serverName(host: string): { servername?: string } {
  return net.isIP(host) === 0 ? { servername: host } : {};
}

/** Waits for `event`; an error or 10 s without it destroy the socket. */
export function opened<T extends net.Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('No connection in time.'), { code: 'ETIMEDOUT' })),
      connectMs,
    );
    socket.once(event, () => {
      clearTimeout(timer);
      resolve(socket);
    });
    // Stays, so that a late fault finds a listener.
    socket.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
