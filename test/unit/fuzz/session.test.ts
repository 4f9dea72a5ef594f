import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { EventParser } from '../../../src/core/api/event-parser';
import { parseJson } from '../../../src/core/api/parse-json';
import { TaskSchema, type Task } from '../../../src/core/api/schemas';
import { partText } from '../../../src/core/session/part-text';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { emptyTranscript, type Transcript } from '../../../src/core/session/transcript';
import { transcriptMarkdown } from '../../../src/core/session/transcript-markdown';
import { TranscriptSchema } from '../../../src/core/session/wire';
import { describeQuestion } from '../../../src/host/approvals/question';
import { reviewBody, reviewText } from '../../../src/host/approvals/review-text';
import { entryOf } from '../../../src/host/tasks/task-list';
import { lookOf } from '../../../src/host/tasks/task-look';
import { settle, startSession, type Rig } from '../session/rig';
import { fuzz } from './fuzz';
import { jsonText, mutated } from './mutate';
import { events, task } from './payloads';
import { assertNoMistake } from './screen-words';

/** Events of which some were changed, left out, doubled or put elsewhere, as the bytes of a stream in pieces. */
const stream = fc.record({
  events: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: mutated(fc.constantFrom(...events), 3) },
      { weight: 1, arbitrary: fc.constantFrom(...events.map((event): unknown => event)) },
    ),
    { maxLength: 14 },
  ),
  broken: fc.array(
    fc.tuple(fc.nat(), fc.constantFrom('', '"', '\r', '\n\n', ':', '1e999', '\uFFFD', '{"type":')),
  ),
  sizes: fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 4 }),
  task: mutated(fc.constant(task), 3),
});

describe('whatever a stream says', () => {
  fuzz('becomes a conversation that can be shown, told and asked about', 0.35, stream, async (given) => {
    const parsedTask = v.safeParse(TaskSchema, parseJson(jsonText(given.task) || 'null'));
    const rig = startSession((api) => {
      if (parsedTask.success) api.task = parsedTask.output;
    });
    try {
      const view = follow(rig);
      const connection = await rig.api.stream(1);
      const parser = new EventParser();
      for (const piece of pieces(bytesOf(given), given.sizes)) {
        connection.say(...parser.feed(piece));
        await settle();
      }
      connection.end();
      await settle();
      await settle();
      assert.deepEqual(view(), rig.session.transcript);
      assertTold(rig, given);
      if (parsedTask.success) assertLook(parsedTask.output, given);
    } finally {
      rig.session.dispose();
    }
  });
});

/** A view that is told every change, through the protocol. */
function follow({ session }: Rig): () => Transcript {
  let shown = emptyTranscript;
  session.onUpdate(({ patches }) => {
    shown = applyPatches(shown, structuredClone(patches));
  });
  return () => shown;
}

function assertTold({ session }: Rig, source: unknown): void {
  const { transcript, head, waiting } = session;
  assert.ok(
    v.is(TranscriptSchema, structuredClone(transcript)),
    'The protocol does not take the conversation.',
  );
  assertNoMistake(transcriptMarkdown(head.title, transcript), source);
  for (const { key, segments } of transcript.turns)
    for (const segment of segments)
      assertNoMistake(partText(transcript, `${key}/${segment.key}`)?.text ?? '', source);
  for (const tool of waiting) {
    assertNoMistake(describeQuestion(tool).text, source);
    const body = reviewBody(tool, { kind: 'none' });
    for (const side of ['before', 'after'] as const)
      assertNoMistake(reviewText(tool, body, side, 'waiting'), source);
  }
}

function assertLook(record: Task, source: unknown): void {
  const { title, description, tooltip, label } = lookOf(
    entryOf(record),
    { of: () => ({}), isUnread: () => false },
    Date.parse('2026-11-22T10:00:00Z'),
  );
  assertNoMistake([title, description, tooltip, label].join('\n'), source);
  assert.doesNotMatch([title, description, label].join(''), /\p{Bidi_Control}|\p{Cc}/u);
}

interface Given {
  readonly events: readonly unknown[];
  readonly broken: readonly (readonly [number, string])[];
}

function bytesOf({ events: said, broken }: Given): Buffer {
  let text = said.map(frame).join('');
  for (const [place, piece] of broken) {
    const at = place % (text.length + 1);
    text = text.slice(0, at) + piece + text.slice(at);
  }
  return Buffer.from(text);
}

/** What is no event any more after it was changed goes out as the data of one. */
function frame(said: unknown): string {
  const event: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'event') : undefined;
  const data: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, 'data') : said;
  const name = typeof event === 'string' ? event.replace(/[\r\n]/g, '') : 'content';
  return `event: ${name}\ndata: ${jsonText(data)}\n\n`;
}

function* pieces(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = Math.max(sizes[turn % sizes.length] ?? 1, bytes.length / 200);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
