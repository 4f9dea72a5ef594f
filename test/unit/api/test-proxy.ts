import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { fixture, started, type ReceivedRequest } from './test-server';

export interface TestProxy {
  readonly url: string;
  readonly port: number;
  /** What clients asked for: `host:port`, and their Proxy-Authorization. */
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  /** Where every tunnel leads, whatever name was asked for. */
  readonly targetPort: number;
  readonly secure?: boolean;
  /** Answers CONNECT with this status instead of opening a tunnel. */
  readonly refuse?: number;
}

/** A real forward proxy: CONNECT only, as for https. */
export async function startProxy({ targetPort, secure = false, refuse }: ProxyOptions): Promise<TestProxy> {
  const requests: ReceivedRequest[] = [];
  const server: Server = secure
    ? createSecureServer({ key: fixture('proxy.key'), cert: fixture('proxy.pem') })
    : createServer();
  const asked: TestProxy['asked'] = [];
  server.on('connect', (request, client, head) => {
    asked.push({ target: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    client.on('error', () => undefined);
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  const { port, ...running } = await started(server, 'http', requests);
  return {
    url: `${secure ? 'https' : 'http'}://localhost:${port}`,
    port,
    asked,
    close: () => running.close(),
  };
}
