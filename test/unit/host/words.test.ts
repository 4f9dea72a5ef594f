import assert from 'node:assert/strict';
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

  it('say it as English says it', () => {
    const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
    const units = { minute, hour: 60 * minute, day: 1440 * minute } as const;
    for (const unit of ['minute', 'hour', 'day'] as const)
      for (const count of [1, 2, 11, 23])
        assert.equal(ago(0, count * units[unit]), format.format(-count, unit));
    for (const months of [1, 2, 12])
      assert.equal(ago(0, months * 30 * units.day), format.format(-months, 'month'));
    for (const years of [1, 2, 30])
      assert.equal(ago(0, years * 365 * units.day), format.format(-years, 'year'));
  });

  it('call the future of a clock that is ahead "now"', () => {
    assert.equal(ago(5 * minute, 0), 'now');
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
