import assert from 'node:assert/strict';
import { headStart, isOursToAsk } from '../../../src/host/approvals/one-window';
import { tool } from './waiting-tool';

/** Windows that share their claims. */
function windows(count: number): { claimWhileOpen(key: string): Promise<boolean> }[] {
  const owners = new Map<string, number>();
  return Array.from({ length: count }, (_, window) => ({
    claimWhileOpen: (key: string) => {
      if (!owners.has(key)) owners.set(key, window);
      return Promise.resolve(owners.get(key) === window);
    },
  }));
}

const c2 = tool({ callId: 'c2' });

describe('the window that asks', () => {
  it('is one of five, for all calls that come together', async () => {
    const all = windows(5);
    const asking = await Promise.all(all.map((claims) => isOursToAsk(claims, [tool(), c2])));
    assert.equal(asking.filter((ours) => ours).length, 1);
    const [speaker, ...others] = asking.flatMap((ours, index) => (ours ? [index] : []));
    assert.deepEqual(others, []);
    for (const [index, claims] of all.entries())
      assert.equal(await isOursToAsk(claims, [c2]), index === speaker);
  });

  it('asks anew about a call that became another one, and about nothing when there is nothing', async () => {
    const [first, second] = windows(2);
    assert.ok(first && second);
    assert.equal(await isOursToAsk(first, []), false);
    assert.equal(await isOursToAsk(first, [tool()]), true);
    assert.equal(await isOursToAsk(second, [tool()]), false);
    assert.equal(await isOursToAsk(second, [tool({ args: { command: 'rm -rf /' } })]), true);
    assert.equal(await isOursToAsk(second, [tool({ taskId: 'u' })]), true);
  });

  it('is rather the one that the person is in', () => {
    assert.ok(headStart(true) < headStart(false));
  });
});
