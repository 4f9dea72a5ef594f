import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { SigmicClient, type StreamEvent, type Transport } from '../../src/core/api';
import { EventParser } from '../../src/core/api/event-parser';
import type { TaskSession } from '../../src/core/session/task-session';
import type { Transcript } from '../../src/core/session/transcript';
import { silentLog } from '../unit/session/watch';
import { follow } from './follow';
import { exponent, median, ms, timed, type Figure } from './measure';
import { encode, recordedTurn } from './recorded';

const COUNT = 100_000;
/** What a socket gives at once. */
const CHUNK = 64 * 1024;
const ROUNDS = 5;

/** P8: a connection that tells 100,000 events at once, from its bytes to the session, against parsing them. */
export async function replay(): Promise<readonly Figure[]> {
  const events = recordedTurn(COUNT);
  const bytes = encode(events);
  const few = encode(recordedTurn(COUNT / 10));
  const runs = { parse: [] as Run[], session: [] as Run[], few: [] as Run[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const parse = await measure(() => drain(parsed(bytes)));
    let followed: TaskSession | undefined;
    const session = await measure(async () => {
      followed = await follow([() => streamed(bytes)]);
    });
    assert.ok(followed);
    check(followed.transcript, events);
    const short = await measure(async () => {
      await follow([() => streamed(few)]);
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
      what: 'time of 100,000 events: stream, parsing and session',
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

async function measure(work: () => Promise<void>): Promise<Run> {
  let block = 0;
  let last = performance.now();
  const turn = (): void => {
    const now = performance.now();
    block = Math.max(block, now - last);
    last = now;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  try {
    const time = await timed(work);
    return { time, block: Math.max(block, performance.now() - last) };
  } finally {
    clearImmediate(next);
  }
}

/** What a socket gives, piece by piece. */
function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += CHUNK) yield bytes.subarray(offset, offset + CHUNK);
}

/** The events of `bytes`, parsed and nothing else. */
async function* parsed(bytes: Uint8Array): AsyncGenerator<StreamEvent> {
  const parser = new EventParser();
  for (const chunk of chunksOf(bytes)) {
    await new Promise((resolve) => setImmediate(resolve));
    yield* parser.feed(chunk);
  }
}

/** The events of `bytes` as the client tells them, on a connection that has all of them at once. */
function streamed(bytes: Uint8Array): AsyncIterable<StreamEvent> {
  const headers: Readonly<Record<string, string>> = { 'content-type': 'text/event-stream' };
  const transport: Transport = {
    request: () =>
      Promise.resolve({ status: 200, header: (name) => headers[name], body: Readable.from(chunksOf(bytes)) }),
    failedToConnect: () => false,
    close: () => Promise.resolve(),
  };
  const client = new SigmicClient({
    origin: () => 'https://api.sigmic.test',
    credential: () => Promise.resolve(`sigmic_${'0'.repeat(64)}`),
    transport: () => transport,
    log: silentLog,
  });
  return client.openStream('t');
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
