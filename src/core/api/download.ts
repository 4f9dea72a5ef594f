import { Deadline } from './deadline';
import { endpoint } from './endpoint';
import { readEnvelope } from './envelope';
import { SigmicError } from './errors';
import type { Http, HttpRequest, HttpResponse } from './http';
import { withRetries } from './retry';
import type { CallOptions, Download } from './types';

/** Milliseconds without a byte after which a download is given up. */
const idleMs = 60_000;

/** `GET /tasks/:id/artifacts/download`. The connection closes by itself when nobody reads the body. */
export async function readDownload(
  http: Http,
  random: () => number,
  id: string,
  path: string,
  options: CallOptions,
): Promise<Download> {
  const request: HttpRequest = {
    method: 'GET',
    path: endpoint`tasks/${id}/artifacts/download`,
    query: { path },
    headers: { accept: '*/*' },
  };
  const late = (): SigmicError =>
    new SigmicError('timeout', 'The download came to a halt.', { code: 'TIMEOUT', retryable: true });
  const deadline = new Deadline(http.clock, options.timeoutMs ?? idleMs, late, options.signal);
  try {
    const response = await withRetries(() => open(http, request, deadline), deadline, random);
    response.onClosed(() => deadline.stop());
    return {
      body: follow(response, deadline),
      size: response.length,
      contentType: response.contentType === '' ? undefined : response.contentType,
    };
  } catch (error) {
    deadline.stop();
    throw error;
  }
}

async function open(http: Http, request: HttpRequest, deadline: Deadline): Promise<HttpResponse> {
  const response = await http.exchange(request, deadline);
  if (response.status === 200) return response;
  await readEnvelope('GET', response);
  throw new SigmicError('malformed', 'The answer is no file.', {
    code: 'UNEXPECTED_SHAPE',
    status: response.status,
  });
}

/** The body, with time counted only while the reader waits for it. */
async function* follow(response: HttpResponse, deadline: Deadline): AsyncGenerator<Uint8Array> {
  try {
    deadline.touch();
    for await (const chunk of response.body) {
      deadline.pause();
      yield chunk;
      deadline.touch();
    }
  } finally {
    deadline.stop();
    response.discard();
  }
}
