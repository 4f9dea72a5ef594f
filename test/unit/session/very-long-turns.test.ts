import assert from 'node:assert/strict';
import { callsIn, veryLongTurns } from './very-long-turns';

const FEW = 500;
const TIMES = 20;
/** Against as many calls in short turns. Linear work has a ratio near 1; work that grows with the square has one near `TIMES`. */
const MOST = 5;

describe('a turn of ten thousand calls', () => {
  for (const [name, prepare] of Object.entries(veryLongTurns))
    it(`costs no more for each of them than a short one: ${name}`, () => {
      const short = prepare(FEW);
      const long = prepare(FEW * TIMES);
      short();
      const one = timeOf(() => {
        for (let left = TIMES; left > 0; left -= 1) short();
      });
      const other = timeOf(() => {
        const calls = callsIn(long());
        assert.ok(calls >= FEW * TIMES, `It shows ${calls} calls.`);
      });
      assert.ok(other < MOST * one, `${other.toFixed()} ms against ${one.toFixed()} ms in short turns.`);
    });
});

function timeOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
