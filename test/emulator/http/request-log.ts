import type { IncomingHttpHeaders } from 'node:http';
import { isObject } from './json';

export interface LoggedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly sha256: string;
}

/** One request as it came in, for tests to look at. Headers come without credentials. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Set when the response has been sent or its connection is gone. */
  status?: number;
  /** The parsed JSON body. */
  body?: unknown;
  fields?: Record<string, string>;
  files?: LoggedFile[];
}

const maxEntries = 5_000;
const credentialHeaders = new Set(['authorization', 'x-api-key', 'cookie', 'x-emulator-control']);

/** The latest requests, in memory only. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];

  add(method: string, path: string, headers: IncomingHttpHeaders): LoggedRequest {
    const shown = Object.fromEntries(
      Object.entries(headers).filter(([name]) => !credentialHeaders.has(name)),
    );
    const entry: LoggedRequest = { at: Date.now(), method, path, headers: shown };
    this.entries.push(entry);
    if (this.entries.length > maxEntries) this.entries.shift();
    return entry;
  }

  clear(): void {
    this.entries.length = 0;
  }

  /** For the control endpoint: the same without the values of secrets. */
  withoutSecrets(): LoggedRequest[] {
    return this.entries.map((entry) =>
      isObject(entry.body) ? { ...entry, body: hideSecrets(entry.body) } : entry,
    );
  }
}

function hideSecrets(body: Record<string, unknown>): Record<string, unknown> {
  const hidden = { ...body };
  if ('appSecret' in hidden) hidden.appSecret = '[hidden]';
  if (isObject(hidden.secrets)) {
    hidden.secrets = Object.fromEntries(Object.keys(hidden.secrets).map((name) => [name, '[hidden]']));
  }
  return hidden;
}
