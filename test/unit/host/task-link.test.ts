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

  it('fills in nothing that cannot be seen, and nothing but the message', () => {
    const query =
      'message=Sum%00%1B%E2%80%8B up%0D%0Aat%20once%E2%80%AE&systemPrompt=x&autoExecute=true&secrets=y';
    assert.deepEqual(readTaskLink('/new', query), {
      kind: 'new',
      message: 'Sum‹U+0000›‹U+001B›‹U+200B› up\nat once‹U+202E›',
    });
    const prose = 'Straße, 数字\u3000👩‍💻';
    assert.deepEqual(readTaskLink('/new', new URLSearchParams({ message: prose }).toString()), {
      kind: 'new',
      message: prose,
    });
  });

  it('is refused with an endless message', () => {
    assert.equal(readTaskLink('/new', `message=${'a'.repeat(20_001)}`), undefined);
  });
});
