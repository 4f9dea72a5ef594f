import assert from 'node:assert/strict';
import type { Artifact } from '../../../src/core/api';
import { findFiles, oneTargetOf, targetsOf } from '../../../src/host/artifacts/targets';

function listing(...paths: string[]): ReadonlyMap<string, Artifact> {
  return new Map(paths.map((path) => [path, { name: path, path, size: 1 }]));
}

describe('the files that a command is about', () => {
  it('are named by a task and a path, paths, or nothing for all', () => {
    assert.deepEqual(targetsOf('t', 'a'), [{ taskId: 't', paths: ['a'] }]);
    assert.deepEqual(targetsOf('t', ['a', 'b']), [{ taskId: 't', paths: ['a', 'b'] }]);
    assert.deepEqual(targetsOf('t'), [{ taskId: 't', paths: undefined }]);
  });

  it('are those that are selected in the tree, by task', () => {
    const file = { kind: 'file', taskId: 't', path: 'a' };
    const folder = { kind: 'folder', taskId: 't', path: 'notes' };
    const task = { kind: 'task', taskId: 'u' };
    const other = { kind: 'file', taskId: 'u', path: 'x' };
    assert.deepEqual(targetsOf(file), [{ taskId: 't', paths: ['a'] }]);
    assert.deepEqual(targetsOf(file, [file, folder, other, task]), [
      { taskId: 't', paths: ['a', 'notes/'] },
      { taskId: 'u', paths: undefined },
    ]);
    assert.deepEqual(oneTargetOf(file, [file, folder]), { taskId: 't', path: 'a' });
  });

  it('are refused when they are nothing of the kind', () => {
    for (const args of [[undefined], [7], [''], [{}], ['t', 7], ['t', ['a', 7]], [{ taskId: 't' }, [null]]])
      assert.throws(() => targetsOf(args[0], args[1]), TypeError);
    assert.throws(() => oneTargetOf('t'), TypeError);
  });

  it('are looked for anew before they are said to be missing', async () => {
    const asked: unknown[] = [];
    const listings = {
      list: (_: string, options: { fresh?: boolean } = {}) => {
        asked.push(options.fresh === true);
        return Promise.resolve(options.fresh === true ? listing('a', 'n/b', 'n/c', 'new') : listing('a'));
      },
    };
    const paths = async (...wanted: string[]): Promise<string[]> => [
      ...(await findFiles(listings, { taskId: 't', paths: wanted })).files.keys(),
    ];
    assert.deepEqual(await paths('./a'), ['a']);
    assert.deepEqual(asked.splice(0), [false]);
    assert.deepEqual(await paths('a', 'n/', 'new'), ['a', 'n/b', 'n/c', 'new']);
    assert.deepEqual(asked.splice(0), [false, true]);
    for (const path of ['missing', '../a', 'a/', '']) {
      await assert.rejects(paths(path), /has no file/);
    }
  });
});
