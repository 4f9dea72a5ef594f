import { createParser, type EventSourceMessage } from 'eventsource-parser';
import * as v from 'valibot';
import { SigmicError } from './errors';
import { EventSchemas, type StreamEvent, type StreamEventName } from './events';
import { parseJson } from './parse-json';

/** Characters of one event at most; a longer one ends the stream. */
const maxEvent = 16 * 1024 * 1024;

/** How many events were left out and why (api.md rule 2). */
export interface DroppedEvents {
  /** A name that api.md does not know. */
  unknown: number;
  /** Not JSON. */
  malformed: number;
  /** JSON of another shape than promised. */
  unexpected: number;
}

/** Bytes to events: any chunking, line end and byte order mark. Does no I/O. */
export class EventParser {
  readonly dropped: DroppedEvents = { unknown: 0, malformed: 0, unexpected: 0 };
  readonly #decoder = new TextDecoder();
  #events: StreamEvent[] = [];
  readonly #parser = createParser({
    maxBufferSize: maxEvent,
    onEvent: (message) => this.#take(message),
    onError: (error) => {
      if (error.type !== 'max-buffer-size-exceeded') return;
      throw new SigmicError('malformed', 'An event of the stream is too long.', {
        code: 'TOO_LARGE',
        retryable: true,
      });
    },
  });

  /** The events that `chunk` completes, in order. Throws SigmicError('malformed') when one is far too long. */
  feed(chunk: Uint8Array): readonly StreamEvent[] {
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #take(message: EventSourceMessage): void {
    const parsed = parsedJson(message.data);
    if (parsed === undefined) {
      this.dropped.malformed++;
      return;
    }
    const { name, payload } = unwrap(message.event, parsed.value);
    if (!isEventName(name)) {
      this.dropped.unknown++;
      return;
    }
    const event = toEvent(name, payload);
    if (event === undefined) this.dropped.unexpected++;
    else this.#events.push(event);
  }
}

/**
 * Rule 1: `{"type":"<event>","data":{...}}` is that event. Flat payloads have no `type` that repeats the event's
 * name beside an object `data`, so they are never taken for wrapped ones. Without a known name the `type` counts.
 */
function unwrap(name: string | undefined, value: unknown): { name: string | undefined; payload: unknown } {
  const wrapped = v.safeParse(v.object({ type: v.string(), data: v.record(v.string(), v.unknown()) }), value);
  if (!wrapped.success) return { name, payload: value };
  const { type, data } = wrapped.output;
  const isWrapped = type === name || (!isEventName(name) && isEventName(type));
  return isWrapped ? { name: type, payload: data } : { name, payload: value };
}

function isEventName(name: string | undefined): name is StreamEventName {
  return name !== undefined && Object.hasOwn(EventSchemas, name);
}

/** Checked against the union of all events, so that the name and the payload belong together in the types too. */
function toEvent(name: StreamEventName, payload: unknown): StreamEvent | undefined {
  const parsed = v.safeParse(StreamEventSchema, { type: name, data: payload });
  return parsed.success ? parsed.output : undefined;
}

function event<const N extends StreamEventName>(name: N) {
  return v.object({ type: v.literal(name), data: EventSchemas[name] });
}

const StreamEventSchema = v.variant('type', [
  event('history_message'),
  event('history_done'),
  event('status'),
  event('thought'),
  event('content'),
  event('tool_call'),
  event('tool_result'),
  event('subagent_start'),
  event('subagent_thought'),
  event('subagent_tool'),
  event('subagent_end'),
  event('error'),
  event('done'),
]);

function parsedJson(text: string): { value: unknown } | undefined {
  try {
    return { value: parseJson(text) };
  } catch {
    return undefined;
  }
}
