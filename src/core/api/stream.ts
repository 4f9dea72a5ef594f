import { setImmediate as nextTurn } from 'node:timers/promises';
import { Deadline } from './deadline';
import { SigmicError } from './errors';
import { EventParser } from './event-parser';
import type { StreamEvent } from './events';
import { endpoint } from './endpoint';
import { readEnvelope } from './envelope';
import type { Http, HttpRequest, HttpResponse } from './http';
import type { Logger } from './logger';

export interface StreamOptions {
  readonly signal?: AbortSignal | undefined;
  /** Silence that ends the stream, 45 s by default: three heartbeats (api.md rule 8). */
  readonly silenceMs?: number | undefined;
  /** Called for every bytes that arrive, heartbeats too. */
  readonly onAlive?: (() => void) | undefined;
  /** See HttpRequest. */
  readonly anyway?: boolean | undefined;
}

const threeHeartbeatsMs = 45_000;
/** After this much work without a break (parsing, and whatever the listener does) the event loop gets a turn. */
const sliceMs = 10;

/**
 * The events of one connection to `GET /tasks/:id/stream`. How it can end:
 * - normally: after `done`, or after `history_done` with `isStreaming:false`;
 * - `network` (cut or closed before that), `silence`, `cancelled` (the signal fired), `auth`, `forbidden`, `rejected`
 *   (no such task), `unavailable`, `malformed` (no event stream, or an event far too long).
 * Leaving the loop early closes the socket. It never reconnects by itself. However much a server tells at once, others get their
 * turns meanwhile.
 */
export async function* readStream(
  http: Http,
  log: Logger,
  id: string,
  options: StreamOptions,
): AsyncGenerator<StreamEvent, void, undefined> {
  const request: HttpRequest = {
    method: 'GET',
    path: endpoint`tasks/${id}/stream`,
    headers: { accept: 'text/event-stream', 'cache-control': 'no-cache' },
    anyway: options.anyway,
  };
  const silent = (): SigmicError =>
    new SigmicError('silence', 'The stream said nothing for too long.', { code: 'SILENCE', retryable: true });
  const deadline = new Deadline(http.clock, options.silenceMs ?? threeHeartbeatsMs, silent, options.signal);
  const parser = new EventParser();
  const { clock } = http;
  let worked = 0;
  let response: HttpResponse | undefined;
  try {
    response = await http.exchange(request, deadline);
    if (response.status !== 200 || !response.contentType.startsWith('text/event-stream')) {
      await readEnvelope('GET', response);
      throw new SigmicError('malformed', 'This is no event stream.', {
        code: 'UNEXPECTED_SHAPE',
        retryable: true,
      });
    }
    for await (const chunk of response.body) {
      deadline.touch();
      options.onAlive?.();
      let since = clock.now();
      for (const event of parser.feed(chunk)) {
        // While the listener works, the silence is ours and not the server's.
        deadline.pause();
        yield event;
        if (worked + clock.now() - since >= sliceMs) {
          await nextTurn();
          worked = 0;
          since = clock.now();
        }
        if (deadline.reason !== undefined) throw deadline.reason;
        deadline.touch();
        if (isLast(event)) return;
      }
      worked += clock.now() - since;
    }
    throw new SigmicError('network', 'The stream ended early.', { code: 'STREAM_CUT', retryable: true });
  } finally {
    deadline.stop();
    response?.discard();
    logDropped(log, id, parser);
  }
}

function isLast(event: StreamEvent): boolean {
  return event.type === 'done' || (event.type === 'history_done' && !event.data.isStreaming);
}

function logDropped(log: Logger, id: string, { dropped }: EventParser): void {
  const { unknown, malformed, unexpected } = dropped;
  if (unknown + malformed + unexpected === 0) return;
  log.warn(
    `Stream of task ${encodeURIComponent(id)}: left out ${unknown} unknown, ${malformed} malformed and ${unexpected} unexpected events.`,
  );
}
