import assert from 'node:assert/strict';
import { JustSaid } from '../../../src/host/platform/just-said';

describe('what was just said', () => {
  it('is said once however many say it at once, and again when it happens again later', () => {
    let now = 1_000;
    const said = new JustSaid(() => now);
    assert.deepEqual(
      ['a', 'a', 'b', 'a'].map((words) => said.isNews(words)),
      [true, false, true, false],
    );
    now += 2_999;
    assert.equal(said.isNews('a'), false);
    now += 1;
    assert.equal(said.isNews('a'), true);
    assert.equal(said.isNews('a'), false);
  });

  it('is said again at once to whoever has answered it', () => {
    const said = new JustSaid(() => 1_000);
    said.isNews('a');
    said.forget('a');
    assert.equal(said.isNews('a'), true);
  });
});
