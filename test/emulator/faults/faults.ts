import type { ApiErrorCode } from '../http/api-error';
import { isObject } from '../http/json';
import type { Shapes } from '../shapes';

/** Which requests a fault is for; what is left out fits all. */
export interface FaultMatch {
  method?: string;
  /** A part of a path when it is plain text such as `/tasks`; else a regular expression over path and query. */
  path?: string | RegExp;
  /** How often the fault happens before it is used up; for ever when left out. */
  times?: number;
}

/** What goes wrong. Several may be combined where that makes sense. */
export interface Fault {
  match?: FaultMatch;
  /** Milliseconds before anything else happens. */
  delayMs?: number;
  /** Waits, body unread, until the gate of this name is opened. */
  gate?: string;
  /** Closes the connection before the request is handled: it never took effect. */
  closeBefore?: boolean;
  /** Refuses with this error of the API, and the status and the words that go with it. */
  fail?: ApiErrorCode;
  /** Answers instead of the emulator; a string body goes out as it is, anything else as JSON. */
  respond?: { status: number; headers?: Record<string, string>; body?: unknown };
  /** After so many bytes of the body the connection breaks. 0: handled, but the answer never arrives. */
  dropAfterBytes?: number;
  /** After so many events of the stream (comments not counted) the connection breaks. */
  dropAfterEvents?: number;
  /** After so many bytes the body ends, cleanly and too early. */
  endAfterBytes?: number;
  /** After so many events nothing comes any more, no heartbeat either; the connection stays open. */
  silenceAfterEvents?: number;
  silenceAfterBytes?: number;
  /**
   * Keeps back what comes after so many events, as a proxy does that buffers: until the body is complete, or from then on not any
   * more when the gate of this name is opened. The headers go out with the first byte, or at once with `headers`.
   */
  hold?: { afterEvents?: number; gate?: string; headers?: boolean };
  /** Bytes to put into the stream after so many events: malformed JSON, unknown events, anything. */
  insert?: { afterEvents: number; raw: string };
  /** Sends the body in chunks of so many bytes, ... */
  chunkBytes?: number;
  /** ... each so many milliseconds after the one before. */
  chunkDelayMs?: number;
  /** Ends lines of a stream with CR LF. */
  crlf?: boolean;
  /** Overrides the envelope shape for this stream. */
  envelope?: Shapes['envelope'];
}

/** An event with broken JSON, to insert. */
export const malformedEvent = 'event: content\ndata: {"text": "brok\n\n';
/** An event that no client knows, to insert. */
export const unknownEvent = 'event: weather\ndata: {"sky":"clear"}\n\n';

/** The faults that wait for their requests. */
export class Faults {
  private waiting: { fault: Fault; left: number }[] = [];

  /** Returns a function that takes the fault back. */
  add(fault: Fault): () => void {
    const entry = { fault, left: fault.match?.times ?? Infinity };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.waiting = [];
  }

  /** The first fault that fits the request, counted as used. */
  take(method: string, path: string): Fault | undefined {
    const entry = this.waiting.find(({ fault, left }) => left > 0 && fits(fault.match ?? {}, method, path));
    if (entry === undefined) return undefined;
    entry.left -= 1;
    return entry.fault;
  }
}

function fits(match: FaultMatch, method: string, path: string): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
  if (match.path === undefined) return true;
  return typeof match.path === 'string' && path.includes(match.path) ? true : path.search(match.path) >= 0;
}

/** A fault as it comes over the control endpoint; it is a test's own, so only its outer form is checked. */
export function isFault(value: unknown): value is Fault {
  return isObject(value) && (value.match === undefined || isObject(value.match));
}
