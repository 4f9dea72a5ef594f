import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logText } from '../../../src/host/platform/log-text';

const asIs = (text: string): string => text;

describe('what is written to the log', () => {
  it('is one line of words that hides nothing and can pose as no other entry', () => {
    assert.equal(
      logText(['Not saved: a\u202Eb\n2026-01-01 [error] faked\u001B[31m'], asIs),
      'Not saved: a‹U+202E›b‹U+000A›2026-01-01 [error] faked‹U+001B›[31m',
    );
  });

  it('keeps the lines of a stack, indented, whatever the error says', () => {
    const error = new Error('first\n2026-01-01 [error] faked\u202E', { cause: new Error('deeper') });
    const lines = logText(['It failed.', error], asIs).split('\n');
    assert.equal(lines[0], 'It failed. Error: first');
    assert.equal(lines[1], '    2026-01-01 [error] faked‹U+202E›');
    assert.ok(lines.slice(1).every((line) => line.startsWith('    ')));
    assert.ok(lines.some((line) => line.includes('log-text.test')));
    assert.ok(lines.some((line) => line.includes('deeper')));
  });

  it('holds no credential and no secret of several lines', () => {
    const secret = 'line one\nline two';
    const mask = (text: string): string => text.replaceAll(secret, '[masked]');
    const key = `sigmic_${'a'.repeat(64)}`;
    const text = logText([`a ${secret} ${key}`, new Error(`b ${secret} ${key}`)], mask);
    assert.doesNotMatch(text, /line one|line two|aaaa/);
  });

  it('takes no word for a format', () => assert.equal(logText(['100%s %o', 3], asIs), '100%s %o 3'));

  it('takes anything', () => {
    fc.assert(
      fc.property(fc.array(fc.anything({ withNullPrototype: true })), (parts) => {
        assert.doesNotMatch(logText(parts, asIs), /[^\P{Cc}\n]|\p{Bidi_Control}/u);
      }),
    );
  });
});
