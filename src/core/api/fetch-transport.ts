import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { isCertificateCode } from './network-error';
import { ProxyRefusedError } from './proxy-refused';
import type { Transport, TransportRequest } from './transport';

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
  readonly body: string | globalThis.ReadableStream<Uint8Array> | null;
  /** Required for a body that is a stream (fetch standard, `RequestInit.duplex`). */
  readonly duplex: 'half';
}

/** What is used of the global `fetch`. */
export type Fetch = (
  url: string,
  init: FetchInit,
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null; has(name: string): boolean };
  readonly body: unknown;
}>;

const connectCalls = new Set(['connect', 'getaddrinfo']);

/**
 * Requests by a `fetch` of somebody else, who chooses proxy, certificates and sockets; nothing is said to it about TLS. Its own
 * limit of five minutes without a byte is no matter: calls have shorter ones, and a stream's heartbeats come every 15 s.
 */
export function fetchTransport(fetch: Fetch): Transport {
  const faults = new WeakSet<Error>();
  const underWay = new Set<AbortController>();
  let closed = false;

  const send = async (request: TransportRequest, body: string | Readable | null, signal: AbortSignal) => {
    try {
      return await fetch(request.url.href, {
        method: request.method,
        headers: { ...request.headers },
        redirect: 'manual',
        signal,
        body: typeof body === 'string' || body === null ? body : asWebStream(body),
        duplex: 'half',
      });
    } catch (error) {
      const causes = causesOf(error);
      const reason = refusalOf(causes) ?? error;
      if (reason instanceof Error && [reason, ...causes].some(neverLeft)) faults.add(reason);
      throw reason;
    }
  };

  return {
    async request(request) {
      if (closed) throw new Error('The transport is closed.');
      const controller = new AbortController();
      const abort = (): void => controller.abort(request.signal.reason);
      const over = (): void => {
        underWay.delete(controller);
        request.signal.removeEventListener('abort', abort);
      };
      underWay.add(controller);
      request.signal.addEventListener('abort', abort, { once: true });
      const sent = request.body?.() ?? null;
      try {
        request.signal.throwIfAborted();
        const answer = await send(request, sent, controller.signal);
        const encoded = answer.headers.has('content-encoding');
        const body =
          answer.body instanceof ReadableStream ? Readable.fromWeb(answer.body) : Readable.from([]);
        // Aborted while nobody reads, it would otherwise be an unhandled error.
        body.on('error', () => undefined).once('close', over);
        return {
          // What the fetch standard hides behind status 0 is a redirect (filtered response "opaqueredirect").
          status: answer.status === 0 ? 302 : answer.status,
          // What came compressed is decoded already: neither header is about the bytes of `body`.
          header: (name) =>
            encoded && (name === 'content-encoding' || name === 'content-length')
              ? undefined
              : (answer.headers.get(name) ?? undefined),
          body,
        };
      } catch (error) {
        over();
        if (sent !== null && typeof sent !== 'string') sent.destroy();
        throw error;
      }
    },
    failedToConnect: (error) => error instanceof Error && faults.has(error),
    close() {
      closed = true;
      for (const controller of underWay) controller.abort(new Error('The transport was closed.'));
      return Promise.resolve();
    },
  };
}

/** What a proxy answered to CONNECT stands nowhere but in undici's words. */
function refusalOf(causes: readonly Error[]): ProxyRefusedError | undefined {
  const statuses = causes.map(({ message }) => /^Proxy response \((\d{3})\)/.exec(message)?.[1]);
  const status = statuses.find((found) => found !== undefined);
  return status === undefined ? undefined : new ProxyRefusedError(Number(status));
}

/** `fetch` says "fetch failed", and why in the cause, or in that one's. */
function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function neverLeft(error: Error): boolean {
  if (error instanceof ProxyRefusedError) return true;
  if (error instanceof AggregateError && error.errors.length > 0)
    return error.errors.every((one) => one instanceof Error && neverLeft(one));
  if ('syscall' in error && typeof error.syscall === 'string' && connectCalls.has(error.syscall)) return true;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return isCertificateCode(code) || code === 'UND_ERR_CONNECT_TIMEOUT';
}

/** What `fetch` takes; read as fast as it is sent. */
function asWebStream(body: Readable): globalThis.ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<unknown, undefined> = body[Symbol.asyncIterator]();
  return new globalThis.ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else if (value instanceof Uint8Array) controller.enqueue(value);
      else throw new TypeError('A body consists of bytes.');
    },
    cancel: () => void body.destroy(),
  });
}
