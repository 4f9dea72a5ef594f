import assert from 'node:assert/strict';
import { callsIn, veryLongTurns } from '../unit/session/very-long-turns';
import { exponent, medianTimes, ms, type Figure } from './measure';

const FEW = 500;
const MANY = 20_000;
const TIMES = MANY / FEW;
const ROUNDS = 3;

/** P8 of one turn: what a call costs in a turn of 20,000, told in several ways, and in short turns of 500. */
export async function longReplay(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [name, prepare] of Object.entries(veryLongTurns)) {
    const short = prepare(FEW);
    const long = prepare(MANY);
    assert.ok(callsIn(long()) >= MANY);
    const { few, many } = await medianTimes(ROUNDS, {
      few: () => {
        for (let left = TIMES; left > 0; left -= 1) short();
      },
      many: long,
    });
    const steepness = exponent({ size: FEW, time: few / TIMES }, { size: MANY, time: many });
    figures.push({
      name: `P8 calls ${name}`,
      what: 'session time of one turn of 20,000 calls',
      against: `${TIMES} turns of 500 calls`,
      ratio: many / few,
      target: 1.35,
      detail: `${ms(many)} against ${ms(few)}; exponent ${steepness.toFixed(2)}`,
    });
  }
  return figures;
}
