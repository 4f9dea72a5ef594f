import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Segment, Transcript } from '../../../src/core/session/transcript';
import { RecordedServer, type ConnectionPlan } from './recorded-server';
import { recording } from './recording';
import { textOf, watch, type Watched } from './watch';

async function watchWith(plans: readonly ConnectionPlan[]): Promise<Watched & { connections: number }> {
  const server = await RecordedServer.start(recording, plans);
  try {
    return { ...(await watch(server.url)), connections: server.connections };
  } finally {
    await server.close();
  }
}

/** What must be the same whatever was lost on the way: the words, the thoughts, the tools and what came of them. */
function essence({ turns }: Transcript) {
  return turns.map((turn) => ({
    user: turn.user?.text,
    text: textOf(turn).replace(/\s+/g, ' ').trim(),
    others: turn.segments
      .filter((segment) => segment.kind !== 'text')
      .map(({ key, ...segment }: Segment) => JSON.stringify(segment))
      .sort(),
    end: turn.end?.kind,
  }));
}

const cuts = fc.nat({ max: 4_500 });
const how = fc.constantFrom('close' as const, 'reset' as const);
const chunks = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 6 });

describe('a stream that drops', () => {
  it('is told whole when it does not', async () => {
    const { transcript, view } = await watchWith([]);
    assert.deepEqual(view, transcript);
    assert.equal(transcript.turns.length, 2);
    assert.deepEqual(
      transcript.turns[1]?.segments.map(({ kind }) => kind),
      ['thought', 'text', 'tool', 'subagent', 'subagent', 'thought', 'text'],
    );
    assert.deepEqual(transcript.turns[1].end, { kind: 'completed' });
  });

  for (const catchUp of ['deltas', 'content'] as const) {
    it(`leaves the same transcript when cut at every event boundary (catch-up as ${catchUp})`, async () => {
      const whole = await watchWith([]);
      const boundaries = eventBoundaries();
      for (const cutAt of boundaries) {
        const dropped = await watchWith([{ cutAt, catchUp }, { catchUp }]);
        assert.equal(dropped.connections, 2, `cut at ${cutAt}`);
        assert.deepEqual(dropped.transcript, whole.transcript, `cut at ${cutAt}`);
        assert.deepEqual(dropped.view, dropped.transcript);
        assert.deepEqual(dropped.lostLines, []);
      }
    }).timeout(60_000);
  }

  it('leaves the same transcript when closed or reset at random bytes, again and again, in any chunking', async () => {
    const whole = await watchWith([]);
    const plan = fc.record({ cutAt: cuts, how, chunks, catchUp: fc.constant('deltas' as const) });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 4 }), async (plans) => {
        const dropped = await watchWith(plans);
        assert.deepEqual(dropped.transcript, whole.transcript);
        assert.deepEqual(dropped.view, dropped.transcript);
        assert.deepEqual(dropped.lostLines, []);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);

  it('loses nothing and doubles nothing when the task goes on meanwhile', async () => {
    const whole = await watchWith([]);
    const plan = fc.record({
      cutAt: fc.option(cuts, { nil: undefined }),
      how,
      chunks,
      away: fc.nat({ max: 22 }),
      catchUp: fc.constantFrom('deltas' as const, 'content' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 4 }), async (plans) => {
        const dropped = await watchWith(plans);
        const [first, second] = essence(dropped.transcript);
        const [wholeFirst, wholeSecond] = essence(whole.transcript);
        assert.deepEqual(first, wholeFirst);
        assert.equal(second?.text, wholeSecond?.text);
        assert.equal(second?.end, 'completed');
        // The saved history knows no subagents: those that ran while nobody listened are not told again.
        const known = second.others.filter((other) => !other.includes('"subagent"'));
        assert.deepEqual(
          known,
          (wholeSecond?.others ?? []).filter((other) => !other.includes('"subagent"')),
        );
        assert.deepEqual(dropped.view, dropped.transcript);
        assert.deepEqual(dropped.lostLines, []);
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);
});

/** Offsets at which an event of the first connection's body ends, the last one left out. */
function eventBoundaries(): number[] {
  const { history, question, live } = recording;
  const done = { event: 'history_done', data: { messageCount: history.length + 1, isStreaming: true } };
  const offsets: number[] = [0];
  for (const { event, data } of [...history, question, done, ...live.slice(0, -1)]) {
    offsets.push(
      (offsets.at(-1) ?? 0) + Buffer.byteLength(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    );
  }
  return offsets;
}
