import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  hiddenInProse,
  makeVisible,
  mayReorder,
  oneLine,
  shorten,
  taskTitle,
  visibleLines,
  visibleProse,
  withoutIcons,
  withoutLinks,
} from '../../../src/core/visible-text';
import { openingMessage } from '../../../src/core/opening-message';

/** Any text, with the characters that matter here much more often than by chance. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\u202E',
      '\u2066',
      '\u200B',
      '\u200D',
      '\uFE0F',
      '\n',
      '\u0000',
      '\u{E0041}',
      '\uD800',
      '\u3164',
    ),
    fc.constantFrom('👩', '🏽', '❤', '1', '\u20E3', 'a', ' ', '[', ']', '(', '$'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
});

describe('visible text', () => {
  it('leaves ordinary text of any language as it is', () => {
    for (const text of [
      'npm test -- --grep "a b"',
      'Grüße, naïve café',
      '日本語のテキスト',
      'शहर',
      'e\u0301',
    ]) {
      assert.equal(makeVisible(text), text);
    }
  });

  it('writes out what is invisible or reorders', () => {
    assert.equal(makeVisible('rm \u202Etxt.exe'), 'rm ‹U+202E›txt.exe');
    assert.equal(makeVisible('a\u200Bb\u2066c\u00ADd\uFEFF'), 'a‹U+200B›b‹U+2066›c‹U+00AD›d‹U+FEFF›');
    assert.equal(makeVisible('\u001B[31m\r\n\t'), '‹U+001B›[31m‹U+000D›‹U+000A›‹U+0009›');
    assert.equal(makeVisible('x\u{E0041}\u{E007F}'), 'x‹U+E0041›‹U+E007F›');
    assert.equal(makeVisible('a\u00A0b\u3000c\u2028d'), 'a‹U+00A0›b‹U+3000›c‹U+2028›d');
    assert.equal(
      makeVisible('\u3164\u115F\u2800\u034F\u{E0100}'),
      '‹U+3164›‹U+115F›‹U+2800›‹U+034F›‹U+E0100›',
    );
    assert.equal(makeVisible('a\uD800b\uE000'), 'a‹U+D800›b‹U+E000›');
  });

  it('keeps an emoji whole, and only that', () => {
    for (const text of ['👩‍💻 done', '👩🏽‍🚀', '❤️', '👨‍👩‍👧‍👦', '1️⃣', '🏳️‍🌈']) assert.equal(makeVisible(text), text);
    assert.equal(makeVisible('a\u200Db'), 'a‹U+200D›b');
    assert.equal(makeVisible('❤\uFE0F\uFE0F'), '❤\uFE0F‹U+FE0F›');
    assert.equal(makeVisible('👩\u200D'), '👩‹U+200D›');
  });

  it('makes every text visible once and for all', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = makeVisible(text);
        assert.equal(makeVisible(shown), shown);
        assert.ok(!/[\p{Cc}\p{Bidi_Control}\u200B]/u.test(shown));
      }),
    );
  });

  it('keeps of prose what typography and spelling need, and tells what it hides', () => {
    const prose = 'a\u00A0b\u2009c\u3000d\n\tmi: \u0645\u06CC\u200C\u062E\u0648, \u0915\u094D\u200D\u0937';
    assert.equal(visibleProse(prose), prose);
    assert.deepEqual(hiddenInProse(prose), []);
    assert.equal(
      visibleProse('a\u200Cb \u0645\u200Cb \u0915\u200D'),
      'a‹U+200C›b \u0645‹U+200C›b \u0915‹U+200D›',
    );
    assert.equal(visibleProse('\u0645\u06CC\u200C\u200C\u062E'), '\u0645\u06CC‹U+200C›‹U+200C›\u062E');
    assert.equal(visibleLines('a\u00A0b\r\nc\rd'), 'a‹U+00A0›b\nc\nd');
    assert.deepEqual(hiddenInProse('\u202Ea\u200B\u202E\u{E0041}'), ['U+202E', 'U+200B', 'U+E0041']);
    fc.assert(
      fc.property(hostile, (text) => {
        assert.equal(hiddenInProse(text).length === 0, visibleProse(text) === text.replace(/\r\n?/g, '\n'));
      }),
    );
  });

  it('folds white space into one line', () => {
    assert.equal(oneLine('  first\r\n\tsecond\u00A0third \u2028'), 'first second third');
    assert.equal(oneLine('\u0000'), '‹U+0000›');
  });

  it('cuts by code points and says so', () => {
    assert.equal(shorten('abcdef', 6), 'abcdef');
    assert.equal(shorten('abcdefg', 6), 'abcde…');
    assert.equal(shorten('👩👩👩', 3), '👩👩👩');
    assert.equal(shorten('👩👩👩👩', 3), '👩👩…');
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const cut = shorten(text, limit);
        assert.ok(Array.from(cut).length <= limit);
        assert.ok(cut === text || cut.endsWith('…'));
      }),
    );
  });

  it('knows text that runs from right to left', () => {
    assert.ok(mayReorder('rm א /tmp'));
    assert.ok(mayReorder('مرحبا'));
    assert.ok(!mayReorder('rm /tmp ✓ 日本'));
  });

  it('names a task by the first paragraph of its message', () => {
    assert.equal(
      taskTitle('\n  \nSummarise the sales\nand chart them\n \nBriefly', 99),
      'Summarise the sales and chart them',
    );
    assert.equal(taskTitle(openingMessage('Sum up the notes\nof May'), 99), 'Sum up the notes');
    assert.equal(taskTitle('  ', 99), '');
    assert.equal(taskTitle('abcdef', 4), 'abc…');
    assert.equal(taskTitle('invoice\u202Efdp.exe', 99), 'invoice‹U+202E›fdp.exe');
  });

  it('leaves nothing that becomes a link or an icon', () => {
    assert.equal(withoutLinks('[Click](command:evil)'), '[Click] (command:evil)');
    assert.equal(withoutIcons('$(check) done'), '$ (check) done');
    fc.assert(
      fc.property(hostile, (text) => {
        assert.ok(!withoutLinks(text).includes(']('));
        assert.ok(!withoutIcons(text).includes('$('));
      }),
    );
  });
});
