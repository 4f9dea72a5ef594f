import assert from 'node:assert/strict';
import { readTaskLink } from '../../../src/host/chat/task-link';

describe('a link into the editor', () => {
  it('opens a task, or fills the composer', () => {
    assert.deepEqual(readTaskLink('/task/c37c1d78-4d23', ''), { kind: 'task', taskId: 'c37c1d78-4d23' });
    assert.deepEqual(readTaskLink('/new', 'message=Sum%20it%20up&submit=true'), {
      kind: 'new',
      message: 'Sum it up',
    });
    assert.deepEqual(readTaskLink('/new', ''), { kind: 'new', message: '' });
  });

  for (const path of [
    '/',
    '/task/',
    '/task/a/b',
    '/task/..',
    '/task/a%2Fb',
    '/newer',
    '/task/a?x',
    `/task/${'a'.repeat(200)}`,
  ])
    it(`is refused as ${path.slice(0, 20)}`, () => assert.equal(readTaskLink(path, ''), undefined));

  it('is refused with an endless message', () => {
    assert.equal(readTaskLink('/new', `message=${'a'.repeat(20_001)}`), undefined);
  });
});
