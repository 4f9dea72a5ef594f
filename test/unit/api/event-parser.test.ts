import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { SigmicError } from '../../../src/core/api';
import { EventParser } from '../../../src/core/api/event-parser';
import { encodeEvents, recordedEvents } from './recorded-stream';

function parse(bytes: Uint8Array, cuts: readonly number[] = []) {
  const parser = new EventParser();
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const events = places.slice(1).flatMap((end, index) => parser.feed(bytes.subarray(places[index], end)));
  return { events, dropped: parser.dropped };
}

const one = (event: string, data: unknown): Buffer =>
  Buffer.from(`event: ${event}\ndata: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);

describe('EventParser', () => {
  const style = fc.record({
    wrapped: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    bom: fc.boolean(),
  });

  it('gives the same events for any chunking, line end, wrapping and byte order mark', () => {
    fc.assert(
      fc.property(style, fc.array(fc.nat(4000), { maxLength: 60 }), (how, cuts) => {
        const bytes = encodeEvents(recordedEvents, how);
        const { events, dropped } = parse(
          bytes,
          cuts.map((cut) => cut % bytes.length),
        );
        assert.deepEqual(events, recordedEvents);
        assert.deepEqual(dropped, { unknown: 0, malformed: 0, unexpected: 0 });
      }),
    );
  });

  it('takes one byte at a time', () => {
    for (const lineEnd of ['\n', '\r\n']) {
      const bytes = encodeEvents(recordedEvents, { lineEnd, bom: true });
      assert.deepEqual(parse(bytes, [...bytes.keys()]).events, recordedEvents);
    }
  });

  it('never throws anything but a SigmicError, whatever the bytes', () => {
    const good = encodeEvents(recordedEvents);
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 20 });
    fc.assert(
      fc.property(changes, fc.array(fc.nat(good.length), { maxLength: 5 }), (changed, cuts) => {
        const bytes = Buffer.from(good);
        for (const [at, byte] of changed) bytes[at] = byte;
        try {
          parse(bytes, cuts);
        } catch (error) {
          assert.ok(error instanceof SigmicError, String(error));
        }
      }),
    );
  });

  it('drops and counts what it does not know, and goes on', () => {
    const bytes = Buffer.concat([
      one('brand_new', { a: 1 }),
      one('constructor', {}),
      one('__proto__', {}),
      Buffer.from('data: {}\n\n'),
      one('content', '{"text":'),
      one('content', { text: 5 }),
      one('tool_call', 'null'),
      one('done', '5'),
      one('content', { text: 'still here', added: { later: true } }),
    ]);
    const { events, dropped } = parse(bytes);
    assert.deepEqual(events, [{ type: 'content', data: { text: 'still here' } }]);
    assert.deepEqual(dropped, { unknown: 4, malformed: 1, unexpected: 3 });
  });

  it('does not take a flat payload for a wrapped one', () => {
    const result = { callId: 'c', status: 'ok', type: 'content', data: { text: 'no' } };
    const { events } = parse(one('tool_result', result));
    assert.deepEqual(events, [{ type: 'tool_result', data: { callId: 'c', status: 'ok' } }]);
    assert.equal(parse(one('status', { status: 'processing', message: 'x' })).events[0]?.type, 'status');
  });

  it('knows a wrapped event without a name by its type', () => {
    const { events } = parse(Buffer.from('data: {"type":"content","data":{"text":"x"}}\n\n'));
    assert.deepEqual(events, [{ type: 'content', data: { text: 'x' } }]);
  });

  it('fills in what is missing and leaves out what is of another type', () => {
    const bytes = Buffer.concat([
      one('thought', {}),
      one('tool_call', { callId: 'c', toolName: null }),
      one('error', { message: 5, code: 7 }),
      one('history_done', {}),
      one('done', { finalResponse: null }),
    ]);
    assert.deepEqual(parse(bytes).events, [
      { type: 'thought', data: { subject: '' } },
      { type: 'tool_call', data: { callId: 'c', toolName: '', status: '' } },
      { type: 'error', data: { message: '', code: undefined } },
      { type: 'history_done', data: { isStreaming: false } },
      { type: 'done', data: { finalResponse: null } },
    ]);
  });

  it('refuses an event without an end', () => {
    const parser = new EventParser();
    const piece = Buffer.alloc(1024 * 1024, 'x');
    parser.feed(Buffer.from('data: '));
    assert.throws(
      () => {
        for (let count = 0; count < 20; count++) parser.feed(piece);
      },
      { name: 'SigmicError', kind: 'malformed', code: 'TOO_LARGE' },
    );
  });
});
