import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { readFileSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { after } from 'mocha';

export interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface TestServer {
  readonly origin: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  readonly sockets: ReadonlySet<Socket>;
  close(): Promise<void>;
}

export type Handler = (request: ReceivedRequest, response: ServerResponse, index: number) => void;

export const fixture = (name: string): string =>
  readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

/** A real HTTP server on a free port that reads each request whole, then lets `handler` answer. */
export async function serve(handler: Handler): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(listener(handler, requests));
  return started(server, 'http', requests);
}

/** The same over TLS, with the certificate of the fixtures. */
export async function serveSecure(handler: Handler): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const options = { key: fixture('server.key'), cert: fixture('server.pem') };
  return started(createSecureServer(options, listener(handler, requests)), 'https', requests);
}

export function listener(handler: Handler, requests: ReceivedRequest[]): RequestListener {
  return (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => undefined);
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks) };
      requests.push(request);
      handler(request, response, requests.length - 1);
    });
  };
}

export async function started(
  server: Server,
  scheme: string,
  requests: ReceivedRequest[] = [],
  host = '127.0.0.1',
): Promise<TestServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  // Address of a listening TCP server: always an object.
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  after(close);
  return { origin: `${scheme}://${host}:${port}`, port, requests, sockets, close };
}

/** Answers with the API's envelope. */
export function ok(response: ServerResponse, data: unknown, extra: object = {}): void {
  json(response, 200, { success: true, data, ...extra });
}

export function fail(response: ServerResponse, status: number, code: string, message: string): void {
  json(response, status, { success: false, error: { code, message } });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export function html(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><h1>Gateway</h1>');
}
