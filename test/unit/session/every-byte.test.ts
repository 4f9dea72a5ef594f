import assert from 'node:assert/strict';
import { EventParser } from '../../../src/core/api/event-parser';
import { Conversation } from '../../../src/core/session/conversation';
import { applyPatches } from '../../../src/core/session/transcript-editor';
import { emptyTranscript, type Transcript } from '../../../src/core/session/transcript';
import { RecordedTask, type ConnectionCut } from './recorded-task';
import { recording } from './recording';

/** What a view has on screen after these connections, as JSON; it must be what the session has. */
function shownAfter(connections: readonly (readonly Uint8Array[])[]): string {
  const conversation = new Conversation();
  let view: Transcript = emptyTranscript;
  for (const pieces of connections) {
    const parser = new EventParser();
    conversation.beginReplay();
    for (const event of pieces.flatMap((piece) => parser.feed(piece)))
      if (event.type !== 'status') view = applyPatches(view, conversation.receive(event));
  }
  const shown = JSON.stringify(view);
  assert.equal(shown, JSON.stringify(conversation.transcript));
  return shown;
}

function told(...cuts: readonly ConnectionCut[]): string {
  const task = new RecordedTask(recording);
  return shownAfter(cuts.map((cut) => [task.connect(cut).sent]));
}

const whole = told({});

describe('a stream cut at every byte', () => {
  for (const crlf of [false, true]) {
    for (const catchUp of ['deltas', 'content'] as const) {
      it(`tells the same (lines end with ${crlf ? 'CR LF' : 'LF'}, catch-up as ${catchUp})`, () => {
        const { length } = new RecordedTask(recording).connect({ crlf }).sent;
        assert.ok(length > 2_000);
        for (let cutAt = 0; cutAt < length; cutAt += 1)
          assert.equal(told({ cutAt, crlf }, { catchUp, crlf }), whole, `cut at ${cutAt}`);
      }).timeout(60_000);
    }
  }
});

describe('a stream told three times over', () => {
  it('tells the same by three connections, wherever each of them is cut', () => {
    const { length } = new RecordedTask(recording).connect({}).sent;
    for (let cutAt = 0; cutAt < length; cutAt += 7)
      assert.equal(told({ cutAt }, { cutAt }, { cutAt }, {}), whole, `cut at ${cutAt}`);
  }).timeout(60_000);

  it('tells the same by one connection, whatever was told before it began again', () => {
    const body = new RecordedTask(recording).connect({}).sent;
    const ends = eventEnds(body);
    for (const end of ends) {
      const part = body.subarray(0, end);
      assert.equal(shownAfter([[part, part, body]]), whole, `begun again at ${end}`);
    }
  });
});

/** Offsets at which an event ends. */
function eventEnds(body: Buffer): number[] {
  const ends: number[] = [];
  for (let at = body.indexOf('\n\n'); at >= 0; at = body.indexOf('\n\n', at + 2)) ends.push(at + 2);
  return ends;
}
