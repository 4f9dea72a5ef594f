import assert from 'node:assert/strict';
import type { Artifact } from '../../../src/core/api';
import { fileTree, findFolder, type Folder } from '../../../src/host/tasks/file-tree';

function files(...paths: string[]): ReadonlyMap<string, Artifact> {
  return new Map(paths.map((path) => [path, { name: '', path, size: 1 }]));
}

const outline = (folder: Folder): unknown => ({
  ...Object.fromEntries([...folder.folders].map(([name, below]) => [name, outline(below)])),
  files: folder.files.map(({ name }) => name),
});

describe('the tree of files', () => {
  it('has a folder for each that a path names', () => {
    assert.deepEqual(outline(fileTree(files('report.md', 'uploads/a.csv', 'uploads/raw/b.csv'))), {
      files: ['report.md'],
      uploads: { files: ['a.csv'], raw: { files: ['b.csv'] } },
    });
  });

  it('counts as people do', () => {
    assert.deepEqual(outline(fileTree(files('chart10.svg', 'chart9.svg', 'Chart1.svg'))), {
      files: ['Chart1.svg', 'chart9.svg', 'chart10.svg'],
    });
  });

  it('finds a folder by its path', () => {
    const root = fileTree(files('a/b/c.txt'));
    assert.deepEqual(
      findFolder(root, 'a/b')?.files.map(({ path }) => path),
      ['a/b/c.txt'],
    );
    assert.equal(findFolder(root, ''), root);
    assert.equal(findFolder(root, 'a/x'), undefined);
  });

  it('takes names for names, also those of JavaScript', () => {
    const root = fileTree(files('__proto__/constructor', 'toString'));
    assert.deepEqual([...root.folders.keys()], ['__proto__']);
    assert.deepEqual(
      findFolder(root, '__proto__')?.files.map(({ name }) => name),
      ['constructor'],
    );
  });
});
