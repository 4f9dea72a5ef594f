import assert from 'node:assert/strict';
import type { StreamEvent } from '../../src/core/api';
import { EventParser } from '../../src/core/api/event-parser';
import type { Transcript } from '../../src/core/session/transcript';
import { follow } from './follow';
import { exponent, median, ms, timed, type Figure } from './measure';
import { encode, recordedTurn } from './recorded';

const COUNT = 100_000;
/** What a socket gives at once. */
const CHUNK = 64 * 1024;
const ROUNDS = 5;

/** P8: a connection that tells 100,000 events, parsed and taken into the session, against parsing them. */
export async function replay(): Promise<readonly Figure[]> {
  const events = recordedTurn(COUNT);
  const bytes = encode(events);
  const few = encode(recordedTurn(COUNT / 10));
  const runs = { parse: [] as Run[], session: [] as Run[], few: [] as Run[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const parse = await measure(bytes, drain);
    const session = await measure(bytes, async (stream) =>
      check((await follow([() => stream])).transcript, events),
    );
    const short = await measure(few, async (stream) => {
      await follow([() => stream]);
    });
    if (round === 0) continue;
    runs.parse.push(parse);
    runs.session.push(session);
    runs.few.push(short);
  }
  const parse = middle(runs.parse);
  const session = middle(runs.session);
  const growth = exponent(
    { size: few.length, time: middle(runs.few).time },
    { size: bytes.length, time: session.time },
  );
  return [
    {
      name: 'P8 replay',
      what: 'time of 100,000 events: parsing and session',
      against: 'parsing alone',
      ratio: session.time / parse.time,
      target: 2,
      detail: `${ms(session.time)} against ${ms(parse.time)}, ${(bytes.length / 1e6).toFixed(1)} MB in one turn; exponent of growth from 10,000 events ${growth.toFixed(2)}`,
    },
    {
      name: 'P8 block',
      what: 'longest block of the event loop meanwhile',
      against: '50 ms',
      ratio: session.block / 50,
      target: 1,
      detail: `${ms(session.block)}, ${ms(parse.block)} with parsing alone`,
    },
  ];
}

interface Run {
  readonly time: number;
  /** The longest time (ms) between two turns of the event loop. */
  readonly block: number;
}

async function measure(
  bytes: Uint8Array,
  consume: (stream: AsyncIterable<StreamEvent>) => Promise<void>,
): Promise<Run> {
  const blocks: number[] = [];
  const time = await timed(() => consume(parsed(bytes, blocks)));
  return { time, block: Math.max(...blocks) };
}

/** The events of `bytes` as they come in from a socket: one chunk in a turn of the event loop. */
async function* parsed(bytes: Uint8Array, blocks: number[]): AsyncGenerator<StreamEvent> {
  const parser = new EventParser();
  for (let offset = 0; offset < bytes.length; offset += CHUNK) {
    await new Promise((resolve) => setImmediate(resolve));
    const start = performance.now();
    yield* parser.feed(bytes.subarray(offset, offset + CHUNK));
    blocks.push(performance.now() - start);
  }
}

async function drain(stream: AsyncIterable<StreamEvent>): Promise<void> {
  let last: StreamEvent | undefined;
  for await (const event of stream) last = event;
  assert.equal(last?.type, 'done');
}

/** Every word and every tool of the events is in the transcript, and the turn has ended. */
function check({ turns }: Transcript, events: readonly StreamEvent[]): void {
  const segments = turns.flatMap((turn) => turn.segments);
  const text = segments.map((segment) => (segment.kind === 'text' ? segment.text : '')).join('');
  assert.equal(text, events.map((event) => (event.type === 'content' ? event.data.text : '')).join(''));
  const results = events.filter(({ type }) => type === 'tool_result').length;
  const tools = segments.filter((segment) => segment.kind === 'tool' && segment.status === 'success').length;
  assert.equal(tools, results);
  assert.equal(turns.length, 1);
  assert.equal(turns[0]?.end?.kind, 'completed');
}

function middle(runs: readonly Run[]): Run {
  return { time: median(runs.map(({ time }) => time)), block: median(runs.map(({ block }) => block)) };
}
