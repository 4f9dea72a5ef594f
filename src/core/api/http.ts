import type { Readable } from 'node:stream';
import { systemClock, type Clock } from './clock';
import type { Deadline } from './deadline';
import { decodeBody } from './decode-body';
import { SigmicError } from './errors';
import { Gate } from './gate';
import type { Logger } from './logger';
import { networkError } from './network-error';
import { parseApiUrl } from './origin';
import { nextHop } from './redirect';
import { parseRetryAfter } from './retry-after';
import type { Transport } from './transport';

export interface HttpOptions {
  /** Base URL of the service; asked for each call, so that a changed setting counts at once. */
  readonly origin: () => string;
  /** The key or JWT for this origin (`https://host:port`), and for no other; undefined when there is none. Asked for each call. */
  readonly credential: (origin: string) => Promise<string | undefined>;
  readonly transport: () => Transport;
  readonly log: Logger;
  readonly userAgent?: string | undefined;
  readonly clock?: Clock | undefined;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/v1/`, encoded (see `endpoint`). */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Opens the body, once for each attempt. */
  readonly body?: (() => string | Readable) | undefined;
  /** Sent without the credential. */
  readonly anonymous?: boolean | undefined;
  /** Sent although the server asked to wait: a person wants to know now. */
  readonly anyway?: boolean | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly contentType: string;
  /** `Content-Length`, when there is a usable one. */
  readonly length: number | undefined;
  readonly retryAfterMs: number | undefined;
  /** The bytes; faults come as SigmicError. Leaving the loop early, or `discard()`, closes the socket. */
  readonly body: AsyncIterable<Uint8Array>;
  discard(): void;
  /** Calls `listener` once the body is over, whatever way. */
  onClosed(listener: () => void): void;
}

/** Query parameters that may stand in the log: none of a person's words, paths or secrets. */
const loggable = new Set(['limit', 'offset']);

/** One exchange over HTTP: base URL, credential, redirects, faults and the log line. Knows nothing of JSON. */
export class Http {
  readonly #options: HttpOptions;
  readonly #gate: Gate;
  readonly clock: Clock;
  /** How far (ms) the server's clock is ahead of this one, by the `Date` of its last good answer; 0 before that. */
  clockAhead = 0;

  constructor(options: HttpOptions) {
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.#gate = new Gate(this.clock);
  }

  async exchange(request: HttpRequest, deadline: Deadline): Promise<HttpResponse> {
    const base = parseApiUrl(this.#options.origin());
    const authorization = request.anonymous === true ? {} : await this.#authorization(base.origin, deadline);
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...(this.#options.userAgent === undefined ? {} : { 'user-agent': this.#options.userAgent }),
      ...request.headers,
      ...authorization,
    };
    const key = `${base.href} ${JSON.stringify(authorization)}`;
    const anyway = request.anyway === true;
    if (!anyway) await this.#gate.pass(key, deadline);
    let url = new URL(`${base.href.replace(/\/$/, '')}/api/v1/${request.path}`);
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, value);
    for (let hops = 0; ; hops++) {
      const { response, location } = await this.#send(url, request, headers, deadline);
      if (response.status < 300 || response.status >= 400) {
        this.#gate.note(key, response.status, response.retryAfterMs, anyway);
        return response;
      }
      response.discard();
      url = nextHop({ url, method: request.method, status: response.status, location, hops });
    }
  }

  #noteTime(date: string | undefined): void {
    const time = Date.parse(date ?? '');
    if (Number.isFinite(time)) this.clockAhead = time - this.clock.now();
  }

  async #authorization(origin: string, deadline: Deadline): Promise<{ authorization: string }> {
    const credential = (await deadline.race(this.#readCredential(origin)))?.trim() ?? '';
    if (credential === '') {
      throw new SigmicError('auth', 'Nobody is signed in.', { code: 'AUTH_REQUIRED', sent: false });
    }
    if (!/^[\x21-\x7e]+$/.test(credential)) {
      throw new SigmicError('auth', 'The credential cannot be sent.', {
        code: 'INVALID_AUTH_FORMAT',
        sent: false,
      });
    }
    return { authorization: `Bearer ${credential}` };
  }

  async #readCredential(origin: string): Promise<string | undefined> {
    try {
      return await this.#options.credential(origin);
    } catch (cause) {
      const init = { code: 'CREDENTIAL_UNREADABLE', cause, sent: false };
      throw new SigmicError('auth', 'The place where the credential is kept cannot be read.', init);
    }
  }

  async #send(
    url: URL,
    request: HttpRequest,
    headers: Record<string, string>,
    deadline: Deadline,
  ): Promise<{ response: HttpResponse; location: string | undefined }> {
    const { log } = this.#options;
    const transport = this.#options.transport();
    const started = this.clock.now();
    const line = (end: string): void =>
      log.debug(`${request.method} ${forLog(url)} ${end} ${this.clock.now() - started} ms`);
    const fault = (error: unknown): SigmicError => {
      const context = { method: request.method, failedToConnect: transport.failedToConnect(error) };
      return deadline.reason ?? networkError(error, context);
    };
    try {
      const { signal } = deadline;
      signal.throwIfAborted();
      const answer = await transport.request({
        url,
        method: request.method,
        headers,
        body: request.body,
        signal,
      });
      line(String(answer.status));
      if (answer.status < 300) this.#noteTime(answer.header('date'));
      const decoded = decodeBody(answer.body, answer.header('content-encoding'));
      decoded.on('error', () => undefined);
      const response: HttpResponse = {
        status: answer.status,
        contentType: answer.header('content-type')?.toLowerCase() ?? '',
        // Of compressed bytes it tells nothing about the file.
        length: decoded === answer.body ? parseLength(answer.header('content-length')) : undefined,
        retryAfterMs: parseRetryAfter(answer.header('retry-after'), this.clock.now()),
        body: read(decoded, fault),
        discard: () => void decoded.destroy(),
        onClosed: (listener) => void decoded.once('close', listener),
      };
      return { response, location: answer.header('location') };
    } catch (error) {
      const failed = fault(error);
      line(`${failed.kind} ${failed.code ?? ''}`);
      throw failed;
    }
  }
}

async function* read(body: Readable, fault: (error: unknown) => SigmicError): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      if (chunk instanceof Uint8Array) yield chunk;
    }
  } catch (error) {
    throw fault(error);
  }
}

function forLog(url: URL): string {
  const shown = [...url.searchParams].filter(([name]) => loggable.has(name));
  return shown.length === 0 ? url.pathname : `${url.pathname}?${new URLSearchParams(shown).toString()}`;
}

function parseLength(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}
