import assert from 'node:assert/strict';
import { fileSize } from '../../../src/host/platform/file-size';
import { ago, firstLine } from '../../../src/host/tasks/words';

const minute = 60_000;

describe('words in the tree', () => {
  it('say how long ago something was', () => {
    const at = (passed: number): string => ago(0, passed);
    assert.deepEqual(
      [0, 59_999, minute, 90 * minute, 26 * 60 * minute, 40 * 24 * 60 * minute, 800 * 24 * 60 * minute].map(
        at,
      ),
      ['now', 'now', '1 min. ago', '1 hr. ago', 'yesterday', 'last mo.', '2 yr. ago'],
    );
  });

  it('call the future of a clock that is ahead "now"', () => {
    assert.equal(ago(5 * minute, 0), 'now');
  });

  it('say how large a file is', () => {
    assert.deepEqual([0, 1, 1023, 1024, 12_700, 5 * 1024 ** 2, 3 * 1024 ** 4].map(fileSize), [
      '0 bytes',
      '1 byte',
      '1023 bytes',
      '1.0 KB',
      '12 KB',
      '5.0 MB',
      '3.0 TB',
    ]);
  });

  it('name a task by the first line that says something', () => {
    assert.equal(firstLine('\n  \nSummarise the sales\nand chart them'), 'Summarise the sales');
    assert.equal(firstLine('  '), '');
    assert.equal(firstLine('abcdef', 4), 'abc…');
  });

  it('show what would mislead the eye', () => {
    assert.equal(firstLine('invoice\u202Efdp.exe'), 'invoice‹U+202E›fdp.exe');
  });
});
