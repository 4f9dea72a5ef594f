import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingFront {
  readonly url: string;
  /** Connections open now, and those cut so far. */
  readonly open: number;
  readonly cuts: number;
  close(): Promise<void>;
}

/** A TCP front of a server that cuts or resets every connection after `lifetime()` milliseconds, wherever it is then. */
export async function startCuttingFront(target: URL, lifetime: () => number): Promise<CuttingFront> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    sockets.add(client);
    const upstream = connect(Number(target.port), target.hostname);
    const timer = setTimeout(() => {
      cuts += 1;
      if (cuts % 2 === 0) client.resetAndDestroy();
      else client.destroy();
    }, lifetime());
    client.on('error', () => undefined);
    upstream.on('error', () => client.destroy());
    client.on('close', () => {
      clearTimeout(timer);
      sockets.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Address of a listening TCP server: always an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get open() {
      return sockets.size;
    },
    get cuts() {
      return cuts;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
