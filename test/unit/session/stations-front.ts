import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { fixture } from '../api/test-server';

/** What a front is: the way to the server, a machine with a stranger's certificate, or something that answers in the server's place. */
export type FrontMode = 'open' | 'stranger' | { readonly answer: string };

export interface Front {
  readonly port: number;
  /** Whoever speaks to it sees this from now on; what is open is cut. */
  become(mode: FrontMode): Promise<void>;
  /** Nothing listens any more. */
  vanish(): Promise<void>;
  /** Requests answered in the server's place. */
  readonly answered: number;
  /** Bytes that were told to the stranger. */
  readonly betrayed: number;
  close(): Promise<void>;
}

/** A TCP front of `target` that speaks TLS as api.sigmic.test, on a port that stays its own. */
export async function startFront(target: URL): Promise<Front> {
  const sockets = new Set<Socket>();
  let mode: FrontMode = 'open';
  let answered = 0;
  let betrayed = 0;

  const keep = <T extends Socket>(socket: T): T => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const own = createTlsServer({ key: fixture('server.key'), cert: fixture('server.pem') }, (client) => {
    keep(client);
    if (typeof mode === 'object') answerOnce(client, mode.answer);
    else passOn(client);
  });
  const stranger = createTlsServer({ key: fixture('proxy.key'), cert: fixture('proxy.pem') }, (client) => {
    keep(client).on('data', ({ length }: Buffer) => (betrayed += length));
  });
  for (const tls of [own, stranger]) tls.on('tlsClientError', () => undefined);
  const door = createServer((socket) => {
    (mode === 'stranger' ? stranger : own).emit('connection', keep(socket));
  });

  function answerOnce(client: TLSSocket, answer: string): void {
    client.once('data', () => {
      answered += 1;
      client.end(answer);
    });
  }

  function passOn(client: TLSSocket): void {
    const upstream = keep(connect(Number(target.port), target.hostname));
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => door.once('error', reject).listen(port, '127.0.0.1', resolve));
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  const vanish = async (): Promise<void> => {
    cut();
    if (door.listening) await new Promise((resolve) => door.close(resolve));
  };

  await listen(0);
  // Address of a listening TCP server: always an object.
  const { port } = door.address() as AddressInfo;
  return {
    port,
    become: async (next) => {
      mode = next;
      cut();
      if (!door.listening) await listen(port);
    },
    vanish,
    get answered() {
      return answered;
    },
    get betrayed() {
      return betrayed;
    },
    close: vanish,
  };
}

/** A whole answer over HTTP/1.1, after which the connection ends. */
export function answerOf(status: string, headers: Readonly<Record<string, string>>, body: string): string {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join('')}\r\n${body}`;
}
