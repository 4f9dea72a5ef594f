import assert from 'node:assert/strict';
import type { Reviewed } from '../../../src/core/protocol';
import { withReview } from '../../../src/host/chat/reviewed-calls';

describe('the calls of a chat that were opened for review', () => {
  const review = (callId: string, command = 'ls') => ({
    callId,
    shown: { toolName: 'run', args: { command } },
  });

  it('are those that still wait, however many were reviewed in a day, each as it was opened last', () => {
    let reviewed: Reviewed = [];
    for (let n = 0; n < 100; n += 1)
      reviewed = withReview(reviewed, review(`c${n}`), [{ callId: 'c0' }, { callId: `c${n}` }]);
    assert.deepEqual(reviewed, [review('c0'), review('c99')]);
    const waiting = [{ callId: 'c0' }, { callId: 'c99' }];
    assert.deepEqual(withReview(reviewed, review('c0', 'rm'), waiting), [review('c99'), review('c0', 'rm')]);
  });
});
