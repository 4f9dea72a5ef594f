import type { ServerResponse } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import type { Scripts } from '../agent/scripts';
import { EventCounter } from './event-counter';
import type { Fault } from './faults';

/** Keeps a response's body back, as a proxy does that buffers. */
export class HeldBody extends Transform {
  private readonly events = new EventCounter();
  private readonly gone = new AbortController();
  private kept: Buffer[] = [];
  private open = false;

  constructor(
    private readonly hold: NonNullable<Fault['hold']>,
    private readonly response: ServerResponse,
    scripts: Scripts,
  ) {
    super();
    if (hold.gate === undefined) return;
    scripts.atGate(hold.gate, this.gone.signal).then(
      () => this.release(),
      () => undefined,
    );
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: TransformCallback): void {
    // By now the framework has set them.
    if (this.hold.headers === true) this.response.flushHeaders();
    let passed = 0;
    while (passed < chunk.length && (this.open || this.events.count < (this.hold.afterEvents ?? 0)))
      this.events.push(chunk[passed++] ?? 0);
    if (passed > 0) this.push(chunk.subarray(0, passed));
    if (passed < chunk.length) this.kept.push(chunk.subarray(passed));
    callback();
  }

  override _flush(callback: TransformCallback): void {
    this.release();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    this.gone.abort();
    callback(error);
  }

  private release(): void {
    this.open = true;
    for (const chunk of this.kept) this.push(chunk);
    this.kept = [];
  }
}
