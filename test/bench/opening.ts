import assert from 'node:assert/strict';
import type { StreamEvent } from '../../src/core/api';
import { applyPatches } from '../../src/core/session/transcript-editor';
import { emptyTranscript, type Transcript } from '../../src/core/session/transcript';
import { follow, told } from './follow';
import { exponent, medianTimes, ms, type Figure } from './measure';
import { recordedHistory } from './recorded';

const FEW = 10;
const MANY = 10_000;
const ROUNDS = 5;

/** The session's part of P7: the history of 10,000 messages told, and told again on the next connection, against 10. */
export async function opening(): Promise<readonly Figure[]> {
  const few = recordedHistory(FEW);
  const many = recordedHistory(MANY);
  await check(many);
  const once = (events: readonly StreamEvent[]) => () => told(events);
  const times = await medianTimes(ROUNDS, {
    few: () => repeat(MANY / FEW, () => follow([once(few)])),
    many: () => follow([once(many)]),
    fewTwice: () => repeat(MANY / FEW, () => follow([once(few), once(few)])),
    manyTwice: () => follow([once(many), once(many)]),
  });
  return [
    figure('P7 open', 'a history message taken in: 10,000 of them', times.few, times.many),
    figure(
      'P7 reconnect',
      'a history message told again: 10,000 of them',
      times.fewTwice - times.few,
      times.manyTwice - times.many,
    ),
  ];
}

function figure(name: string, what: string, few: number, many: number): Figure {
  const steepness = exponent({ size: FEW, time: few / (MANY / FEW) }, { size: MANY, time: many });
  return {
    name,
    what: `time of ${what}`,
    against: '10 of them',
    ratio: many / few,
    target: 2,
    detail: `${ms(many)} for 10,000 messages, ${ms(few)} for 1,000 times 10; exponent ${steepness.toFixed(2)}`,
  };
}

/** The session and a view that applies its patches have every message once, also when it was told twice. */
async function check(events: readonly StreamEvent[]): Promise<void> {
  let view: Transcript = emptyTranscript;
  const session = await follow([() => told(events), () => told(events)], ({ patches }) => {
    view = applyPatches(view, patches);
  });
  assert.deepEqual(session.transcript, view);
  assert.equal(view.turns.length, MANY / 2);
  assert.ok(
    view.turns.every(({ user, segments, end }) => user !== undefined && segments.length === 3 && end),
  );
}

async function repeat(times: number, work: () => unknown): Promise<void> {
  for (let left = times; left > 0; left -= 1) await work();
}
