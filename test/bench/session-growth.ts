import assert from 'node:assert/strict';
import type { StreamEvent } from '../../src/core/api';
import type { Patch } from '../../src/core/session/patch';
import { Mask } from '../../src/core/masking/mask';
import { maskStream } from '../../src/core/masking/masked-stream';
import { applyPatches } from '../../src/core/session/transcript-editor';
import { emptyTranscript, type Transcript } from '../../src/core/session/transcript';
import { answer, deltas } from './answer';
import { follow, told } from './follow';
import { exponent, medianTimes, ms, type Figure } from './measure';
import { recordedTurn } from './recorded';

const SMALL = 10_000;
const LARGE = 200_000;
/** So often the small answer, so that both times are long enough to be read. */
const TIMES = LARGE / SMALL;
const ROUNDS = 15;
const secrets = Array.from({ length: 20 }, (_, n) => ({
  name: `SECRET_${n}`,
  value: `${n * 7919}-${'abcdefghij'.repeat(n === 0 ? 300 : 2)}`,
}));

/** P2 of the session and of a view's transcript: what a word costs at the end of a long answer and at its beginning. */
export async function sessionGrowth(): Promise<readonly Figure[]> {
  const mask = new Mask(secrets, new Uint8Array(32));
  const small = streamOf(answer(SMALL));
  const large = streamOf(answer(LARGE));
  const smallPatches = await patchesOf(small);
  const largePatches = await patchesOf(large);
  assert.equal(textOf(shown(largePatches)), answer(LARGE));

  const times = await medianTimes(ROUNDS, {
    sessionSmall: () => repeat(TIMES, () => follow([() => told(small)])),
    sessionLarge: () => follow([() => told(large)]),
    viewSmall: () => repeat(TIMES, () => shown(smallPatches)),
    viewLarge: () => shown(largePatches),
    maskedSmall: () => repeat(TIMES, () => follow([() => maskStream(told(small), mask)])),
    maskedLarge: () => follow([() => maskStream(told(large), mask)]),
  });
  return [
    growth('P2 session', 'a delta in the session', times.sessionSmall, times.sessionLarge),
    growth(
      'P2 masked',
      'a delta in the session, with 20 secrets searched for',
      times.maskedSmall,
      times.maskedLarge,
    ),
    growth('P2 view model', "a delta's patch in a view's transcript", times.viewSmall, times.viewLarge),
  ];
}

function growth(name: string, what: string, smallTotal: number, large: number): Figure {
  const steepness = exponent({ size: SMALL, time: smallTotal / TIMES }, { size: LARGE, time: large });
  return {
    name,
    what: `time of ${what}: 200 KB answer`,
    against: '10 KB answer',
    ratio: large / smallTotal,
    target: 1.35,
    detail: `${ms(large)} for 5,000 deltas, ${ms(smallTotal)} for ${TIMES} times 250; exponent ${steepness.toFixed(2)}`,
  };
}

function streamOf(text: string): StreamEvent[] {
  const [question, historyDone] = recordedTurn(3);
  assert.ok(question !== undefined && historyDone !== undefined);
  const content = deltas(text).map((piece): StreamEvent => {
    return { type: 'content', data: { text: piece, isPartial: true } };
  });
  return [question, historyDone, ...content, { type: 'done', data: { finalResponse: undefined } }];
}

/** What a view makes of them when each comes by itself. */
function shown(patches: readonly Patch[]): Transcript {
  return patches.reduce((transcript, patch) => applyPatches(transcript, [patch]), emptyTranscript);
}

async function patchesOf(events: readonly StreamEvent[]): Promise<readonly Patch[]> {
  const patches: Patch[] = [];
  await follow([() => told(events)], (update) => patches.push(...update.patches));
  return patches;
}

async function repeat(times: number, work: () => unknown): Promise<void> {
  for (let left = times; left > 0; left -= 1) await work();
}

function textOf({ turns }: Transcript): string {
  return turns
    .flatMap(({ segments }) => segments.map((segment) => (segment.kind === 'text' ? segment.text : '')))
    .join('');
}
