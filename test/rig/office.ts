import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { createServer as createSecureServer } from 'node:tls';

/** The service's name in an office; no name server knows it, and the certificate of the fixtures is for it. */
export const officeApi = 'https://api.sigmic.test';

/** A network whose only way to the service is a proxy. */
export interface Office {
  readonly proxy: string;
  /** `host:port` of each tunnel that was asked for, also of those that were refused. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export interface OfficeOptions {
  /** The service on this machine, over plain HTTP; the office puts TLS in front of it. */
  readonly service: string;
  readonly projectRoot: string;
  /** `user:password` that the proxy insists on. */
  readonly login?: string;
}

/** A file with the authority of the service's certificate, as PEM. */
export function officeAuthority(projectRoot: string): string {
  return fixture(projectRoot, 'ca.pem');
}

export async function startOffice({ service, projectRoot, login }: OfficeOptions): Promise<Office> {
  const sockets = new Set<Duplex>();
  const lead = (from: Duplex, port: number): void => {
    const to = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
    }
    from.pipe(to).pipe(from);
  };
  const certificate = {
    key: readFileSync(fixture(projectRoot, 'server.key')),
    cert: readFileSync(fixture(projectRoot, 'server.pem')),
  };
  const front = createSecureServer(certificate, (socket) => lead(socket, Number(new URL(service).port)));
  const frontPort = await listen(front);

  const asked: string[] = [];
  const expected = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const proxy = createServer();
  proxy.on('connect', (request, client: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    if (expected !== undefined && request.headers['proxy-authorization'] !== expected) {
      client.on('error', () => undefined);
      client.end('HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) client.unshift(head);
    lead(client, frontPort);
  });
  const proxyPort = await listen(proxy);

  return {
    proxy: `http://${login === undefined ? '' : `${login}@`}127.0.0.1:${proxyPort}`,
    asked,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([front, proxy].map((server) => new Promise((closed) => server.close(closed))));
    },
  };
}

function fixture(projectRoot: string, name: string): string {
  return join(projectRoot, 'test', 'unit', 'api', 'fixtures', name);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // Address of a listening TCP server: always an object.
  return (server.address() as AddressInfo).port;
}
