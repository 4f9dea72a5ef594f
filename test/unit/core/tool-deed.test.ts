import assert from 'node:assert/strict';
import { deedOf } from '../../../src/core/tool-deed';

describe('what a tool would do', () => {
  it('is told by the shape of its arguments', () => {
    assert.deepEqual(deedOf({ cmd: 'ls', cwd: '/tmp' }), {
      kind: 'command',
      command: 'ls',
      rest: { cwd: '/tmp' },
    });
    assert.deepEqual(deedOf({ filePath: 'a.py', contents: 'x', description: 'd' }), {
      kind: 'write',
      path: 'a.py',
      content: 'x',
      rest: { description: 'd' },
    });
    assert.deepEqual(deedOf({ file_path: 'a', old_string: '1', new_string: '2', replace_all: true }), {
      kind: 'edit',
      path: 'a',
      before: '1',
      after: '2',
      rest: { replace_all: true },
    });
    assert.deepEqual(deedOf({ path: 'a', diff: '--- a' }), {
      kind: 'patch',
      patch: '--- a',
      rest: { path: 'a' },
    });
  });

  it('is not told when anything is unsure', () => {
    for (const args of [
      undefined,
      null,
      'ls',
      ['ls'],
      {},
      { path: 'a' },
      { command: ['ls'] },
      { command: 'ls', cmd: 'rm' },
      { command: 'ls', path: 'a', content: 'b' },
      { path: 'a', content: 'b', append: true },
      { path: 'a', content: 'b', mode: 'a' },
      { path: 'a', file: 'b', content: 'c' },
      { 'command\u200B': 'ls' },
      { path: 'a', old_string: 'b', new_string: 2 },
    ])
      assert.deepEqual(deedOf(args), { kind: 'other' }, JSON.stringify(args));
  });

  it('loses no argument, whatever its name', () => {
    const args: unknown = JSON.parse('{"command":"ls","__proto__":{"x":1},"constructor":2}');
    const deed = deedOf(args);
    assert.ok(deed.kind === 'command');
    assert.deepEqual(Object.entries(deed.rest), [
      ['__proto__', { x: 1 }],
      ['constructor', 2],
    ]);
  });
});
