import type { ServerResponse } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';
import { EventCounter } from './event-counter';
import type { Fault } from './faults';

type Cut = 'drop' | 'silence' | 'end';

/** Whether the fault touches the body of a response at all. */
export function touchesBody(fault: Fault): boolean {
  const { dropAfterBytes, dropAfterEvents, endAfterBytes, silenceAfterBytes, silenceAfterEvents } = fault;
  const { insert, chunkBytes, chunkDelayMs, crlf } = fault;
  const parts = [dropAfterBytes, dropAfterEvents, endAfterBytes, silenceAfterBytes, silenceAfterEvents];
  return [...parts, insert, chunkBytes, chunkDelayMs, crlf].some((part) => part !== undefined);
}

/** Passes a response's body on with the fault worked into it. */
export class FaultyBody extends Transform {
  private readonly events = new EventCounter();
  private sent = 0;
  private inserted = false;
  private cut: Cut | undefined;

  constructor(
    private readonly fault: Fault,
    private readonly response: ServerResponse,
  ) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    this.pass(this.fault.crlf === true ? withCrlf(chunk) : chunk).then(
      () => this.cut === undefined && callback(),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override _flush(callback: TransformCallback): void {
    if (this.cut === undefined) callback();
  }

  /** Sends what may be sent of the bytes, a run at a time, then does what the fault says. */
  private async pass(bytes: Buffer): Promise<void> {
    let start = 0;
    for (let at = 0; at <= bytes.length && this.cut === undefined; at += 1) {
      this.cut = this.cutHere(this.sent + at - start);
      const byte = bytes[at];
      const completes = this.cut === undefined && byte !== undefined && this.events.push(byte);
      const inserts = completes && this.insertsHere();
      if (this.cut !== undefined || inserts || at === bytes.length) {
        const end = inserts ? at + 1 : at;
        await this.send(bytes.subarray(start, end));
        start = end;
      }
      if (inserts) await this.send(Buffer.from(this.fault.insert?.raw ?? ''));
    }
    if (this.cut === 'drop') await this.breakConnection();
    if (this.cut === 'end') this.push(null);
  }

  private cutHere(bytesSoFar: number): Cut | undefined {
    const { dropAfterBytes, dropAfterEvents, endAfterBytes, silenceAfterBytes, silenceAfterEvents } =
      this.fault;
    const reached = (limit: number | undefined, value: number): boolean =>
      limit !== undefined && value >= limit;
    if (reached(dropAfterBytes, bytesSoFar) || reached(dropAfterEvents, this.events.count)) return 'drop';
    if (reached(endAfterBytes, bytesSoFar)) return 'end';
    const silent = reached(silenceAfterBytes, bytesSoFar) || reached(silenceAfterEvents, this.events.count);
    return silent ? 'silence' : undefined;
  }

  private insertsHere(): boolean {
    if (this.inserted || this.fault.insert?.afterEvents !== this.events.count) return false;
    this.inserted = true;
    return true;
  }

  private async send(bytes: Buffer): Promise<void> {
    this.sent += bytes.length;
    const size = this.fault.chunkBytes ?? Math.max(1, bytes.length);
    for (let at = 0; at < bytes.length; at += size) {
      if (this.fault.chunkDelayMs !== undefined) await sleep(this.fault.chunkDelayMs);
      if (this.destroyed) return;
      this.push(bytes.subarray(at, at + size));
      // Lets each chunk go out as a write of its own.
      if (this.fault.chunkBytes !== undefined) await nextTurn();
    }
  }

  /** Breaks the connection once the bytes before the break have left. */
  private async breakConnection(): Promise<void> {
    const { socket } = this.response;
    while (!this.destroyed && (this.readableLength > 0 || (socket?.writableLength ?? 0) > 0))
      await nextTurn();
    await nextTurn();
    socket?.destroy();
  }
}

function withCrlf(chunk: Buffer): Buffer {
  return Buffer.from(chunk.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
}
