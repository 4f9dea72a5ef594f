import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isPlain, revealText } from '../../../src/core/revealed-text';

describe('revealed text', () => {
  const shown = (text: string) => revealText(text).text;

  it('leaves ordinary text of many lines and languages as it is', () => {
    for (const text of [
      'if true; then\n\techo "a b"\nfi\n',
      'Grüße an 東京, Привет, мир! Это рост.',
      'Καλημέρα κόσμε',
      'print("© 2024 – “x” … ≤ ² µm")',
      '👩‍💻 done',
    ])
      assert.deepEqual(revealText(text), {
        text,
        hidden: [],
        lookAlikes: [],
        continued: 0,
        mayReorder: false,
      });
  });

  it('writes out hidden characters and names each once', () => {
    const { text, hidden } = revealText('a\u202Eb\u202E\u200Bc\rd\r\ne ‹U+00AD›');
    assert.equal(text, 'a‹U+202E›b‹U+202E›‹U+200B›c‹U+000D›d\ne ‹U+00AD›');
    assert.deepEqual(hidden, ['‹U+202E›', '‹U+200B›', '‹U+000D›']);
  });

  it('writes out letters that pose as Latin ones', () => {
    assert.equal(shown('\u0441url x'), '‹U+0441›url x');
    assert.equal(shown('./\u0441\u043E\u0440\u0443'), './‹U+0441›‹U+043E›‹U+0440›‹U+0443›');
    assert.equal(shown('a\u2215b \uFF52m \u{1D42B}m'), 'a‹U+2215›b ‹U+FF52›m ‹U+1D42B›m');
    assert.equal(shown('рост\n\u0441url'), 'рост\n‹U+0441›url');
    assert.deepEqual(revealText('\u0441at \u0441p').lookAlikes, ['‹U+0441›']);
  });

  it('continues long lines on the next, with a mark, and loses nothing', () => {
    const { text, continued } = revealText(`${'x'.repeat(25)}\nshort`, 10);
    assert.equal(text, `${'x'.repeat(10)}‹↩›\n${'x'.repeat(10)}‹↩›\nxxxxx\nshort`);
    assert.equal(continued, 1);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        assert.equal(revealText(raw, 7).text.replaceAll('‹↩›\n', ''), shown(raw));
      }),
    );
  });

  it('says when letters run from right to left', () => {
    assert.equal(revealText('rm א').mayReorder, true);
  });

  it('shows two texts differently unless only their line ends differ', () => {
    const unit = fc.constantFrom('a', 'с', 'c', '\u200B', '\n', '\r', 'и', '\u202E', ' ', '\u00A0');
    const text = fc.string({ unit, maxLength: 8 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const isSame = one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
        if (!isSame) assert.notEqual(shown(one), shown(other));
      }),
    );
  });

  it('knows what is plain', () => {
    assert.ok(isPlain('npm test -- "a b"'));
    for (const text of ['a\nb', 'a\tb', 'a\u200B', '\u0441url', 'rm א']) assert.ok(!isPlain(text), text);
  });
});
