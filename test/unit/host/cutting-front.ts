import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Where and how the exchange of one POST is cut. */
export interface Cut {
  /** `late`: the server gets all of the request, and the client learns nothing of that. */
  readonly in: 'request' | 'response' | 'late';
  /** A share (0 to 1) of the request's bytes; of the response, so many of its first 400. */
  readonly at: number;
  readonly how: 'end' | 'reset';
}

export interface CuttingFront {
  readonly url: string;
  /** How many exchanges were cut so far. */
  readonly cuts: number;
  close(): Promise<void>;
}

const RESPONSE_BYTES = 400;

/** A TCP front of the server at `port` that asks `next` for each POST on its way how to cut it, if at all. */
export async function startCuttingFront(port: number, next: () => Cut | undefined): Promise<CuttingFront> {
  let cuts = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let cut: Cut | undefined;
    let left = 0;
    const sever = (): void => {
      cuts += 1;
      for (const socket of [client, upstream]) {
        if (cut?.how === 'reset') socket.resetAndDestroy();
        else socket.end();
      }
    };
    client.on('data', (chunk: Buffer) => {
      if (chunk.toString('latin1', 0, 5) === 'POST ') {
        cut = next();
        const length = requestLength(chunk);
        left = cut?.in === 'request' ? Math.floor(cut.at * length) : length;
      }
      const passed = chunk.subarray(0, left);
      left -= passed.length;
      if (cut === undefined || cut.in === 'response') upstream.write(chunk);
      else if (passed.length < chunk.length || (cut.in === 'late' && left === 0))
        upstream.write(passed, sever);
      else upstream.write(passed);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (cut?.in === 'response') client.write(chunk.subarray(0, Math.floor(cut.at * RESPONSE_BYTES)), sever);
      else if (cut === undefined) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get cuts() {
      return cuts;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Bytes of the request that begins here. */
function requestLength(chunk: Buffer): number {
  const head = chunk.toString('latin1').split('\r\n\r\n', 1)[0] ?? '';
  const body = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  return head.length + 4 + Number(body ?? 0);
}
