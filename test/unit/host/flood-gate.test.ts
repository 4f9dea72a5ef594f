import assert from 'node:assert/strict';
import type { Patch } from '../../../src/core/session/patch';
import { FloodGate } from '../../../src/host/chat/flood-gate';
import { ManualClock } from '../session/manual-clock';

function patch(n: number): Patch {
  return { op: 'text', turn: 't', key: 'a', text: String(n) };
}

/** A gate that notes what the view would be told. */
function open() {
  const clock = new ManualClock();
  const told: string[] = [];
  const gate = new FloodGate({
    feed: {
      push: ({ patches }) => void told.push(`${patches.length} patches`),
      restart: () => void told.push('snapshot'),
    },
    schedule: (work, ms) => clock.after(ms, work),
  });
  const pour = (count: number): void => {
    for (let n = 0; n < count; n += 1) gate.push({ patches: [patch(n)] });
  };
  return { clock, told, gate, pour };
}

describe('flood gate', () => {
  it('lets an agent at work through, however long it works', () => {
    const { clock, told, pour } = open();
    for (let second = 0; second < 60; second += 0.1) {
      pour(50);
      clock.advance(100);
    }
    assert.equal(told.length, 30_000);
    assert.ok(!told.includes('snapshot'));
  });

  it('keeps a history that is told at once from the view, which gets the end of it', () => {
    const { clock, told, pour } = open();
    pour(10_000);
    assert.equal(told.length, 400);
    clock.advance(100);
    pour(10_000);
    clock.advance(100);
    assert.equal(told.length, 400);
    pour(100);
    clock.advance(100);
    assert.deepEqual(told.slice(400), ['snapshot']);
    pour(1);
    assert.deepEqual(told.slice(400), ['snapshot', '1 patches']);
    clock.advance(10_000);
    assert.equal(clock.pending, 0);
  });

  it('shows where things are when it goes on for long', () => {
    const { clock, told, pour } = open();
    for (let tick = 0; tick < 35; tick += 1) {
      pour(1_000);
      clock.advance(100);
    }
    assert.equal(told.filter((each) => each === 'snapshot').length, 3);
  });

  it('says nothing after its end', () => {
    const { clock, told, gate, pour } = open();
    pour(10_000);
    gate.dispose();
    clock.advance(1_000);
    assert.ok(!told.includes('snapshot'));
    assert.equal(clock.pending, 0);
  });
});
