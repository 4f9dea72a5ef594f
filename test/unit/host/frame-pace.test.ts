import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { FramePace } from '../../../src/host/chat/frame-pace';
import { ManualClock } from '../session/manual-clock';

const FRAME = 1000 / 60;
/** From the host to the view. */
const ROAD = 5;

/** Posts `count` times when they are due, to a view whose frames begin at `phase`; answers how long each waited for its frame. */
function post(
  pace: FramePace,
  clock: ManualClock,
  phase: number,
  count: number,
  road = () => ROAD,
): number[] {
  const waits: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const arrives = clock.now() + road();
    waits.push(FRAME - ((((arrives - phase) % FRAME) + FRAME) % FRAME));
    if (waits.length % 8 === 0) pace.learn(waits.slice(-8));
    clock.advance(pace.untilNext());
  }
  return waits;
}

describe('The pace of posts', () => {
  it('is near to a frame, whatever the view says', () => {
    const told = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.array(told, { maxLength: 30 }), (reports) => {
        const clock = new ManualClock();
        const pace = new FramePace(() => clock.now());
        for (const waits of reports) {
          pace.learn(waits);
          const next = pace.untilNext();
          assert.ok(next >= FRAME / 2 - 1e-6 && next <= FRAME * 1.5 + 1e-6, `The next is due in ${next} ms.`);
          clock.advance(next);
        }
      }),
    );
  });

  it('goes by most of the posts, not by the few that come late', () => {
    const clock = new ManualClock();
    const pace = new FramePace(() => clock.now());
    let n = 0;
    const road = () => ROAD + ((n += 1) % 20 === 0 ? 12 : (n % 4) / 2);
    post(pace, clock, 9, 64, road);
    const waits = post(pace, clock, 9, 100, road);
    assert.ok(waits.filter((wait) => wait < 4).length > 85, waits.map((wait) => wait.toFixed(1)).join(' '));
  });

  for (const phase of [0, 3, 8, 13, 16])
    it(`has posts arrive just before frames that begin at ${phase} ms`, () => {
      const clock = new ManualClock();
      const pace = new FramePace(() => clock.now());
      post(pace, clock, phase, 16);
      const waits = post(pace, clock, phase, 64);
      assert.ok(Math.max(...waits) < 2, `They waited ${Math.max(...waits)} ms.`);
      assert.ok(Math.min(...waits) > 0.5);
    });
});
