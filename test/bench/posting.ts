import assert from 'node:assert/strict';
import type { Posted } from '../../src/core/protocol';
import { applyPatches } from '../../src/core/session/transcript-editor';
import type { Transcript } from '../../src/core/session/transcript';
import { TextPlace } from '../../src/core/text-place';
import { PatchFeed } from '../../src/host/chat/patch-feed';
import { ManualClock } from '../unit/session/manual-clock';
import { composing } from '../unit/webview/builders';
import { answer, deltas } from './answer';
import type { Figure } from './measure';

const LENGTH = 200_000;
/** 250 deltas a second. */
const DELTA_MS = 4;
const FRAME_MS = 1000 / 60;
/** From the host to the view. */
const ROAD_MS = 5;

/** P6: what the host posts to a visible view for a 200 KB answer, on a clock that stands still between the deltas, with a view of 60 frames a second. */
export function posting(): Promise<readonly Figure[]> {
  const text = answer(LENGTH);
  const clock = new ManualClock();
  const posted: Posted[] = [];
  const start: Transcript = {
    turns: [{ key: 'turn:0', segments: [{ kind: 'text', key: 'text:0', text: '' }] }],
  };
  const waits: number[] = [];
  const feed = new PatchFeed(
    {
      post: (message) => {
        posted.push(message);
        waits.push(FRAME_MS - ((clock.now() + ROAD_MS) % FRAME_MS));
      },
      snapshot: () => composing({ transcript: start, connection: { kind: 'connected' } }),
      schedule: (work, ms) => clock.after(ms, work),
      now: () => clock.now(),
    },
    true,
  );
  feed.ready();
  const began = clock.now();
  const pieces = deltas(text);
  for (const piece of pieces) {
    feed.push({ patches: [{ op: 'text', turn: 'turn:0', key: 'text:0', text: piece }] });
    for (let ms = 0; ms < DELTA_MS; ms += 1) clock.advance(1);
    if (waits.length >= 8) feed.waited(waits.splice(0));
  }
  clock.advance(100);

  const [snapshot, ...changes] = posted;
  assert.ok(typeof snapshot === 'object' && snapshot.type === 'snapshot');
  const place = new TextPlace();
  const shown = changes.reduce((transcript, each) => {
    const message = place.unpack(each);
    return message?.type === 'changes' ? applyPatches(transcript, message.patches) : transcript;
  }, start);
  const segment = shown.turns[0]?.segments[0];
  assert.equal(segment?.kind === 'text' && segment.text, text);

  const bytes = sizeOf(changes);
  const plain = sizeOf(pieces.map((piece) => ({ op: 'text', turn: 'turn:0', key: 'text:0', text: piece })));
  const frames = (clock.now() - 100 - began) / FRAME_MS;
  return Promise.resolve([
    {
      name: 'P6 bytes',
      what: 'bytes posted (as JSON) for a 200 KB answer',
      against: 'bytes of the answer',
      ratio: bytes / Buffer.byteLength(text),
      target: 1.1,
      detail: `${bytes} bytes, ${Buffer.byteLength(JSON.stringify(text))} for the answer in one string; one post for each delta would be ${(plain / LENGTH).toFixed(2)}, the whole text each time ${Math.round(pieces.length / 2)}`,
    },
    {
      name: 'P6 posts',
      what: 'posts, 250 deltas a second',
      against: 'frames of a 60 Hz screen',
      ratio: changes.length / frames,
      target: 1,
      detail: `${changes.length} posts in ${Math.round(frames)} frames for ${pieces.length} deltas`,
    },
  ]);
}

function sizeOf(messages: readonly unknown[]): number {
  return messages.reduce<number>((sum, message) => sum + Buffer.byteLength(JSON.stringify(message)), 0);
}
