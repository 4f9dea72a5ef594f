import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../src/host/platform/redact';

const hex = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')),
  minLength: 64,
  maxLength: 64,
});
const part = fc.string({ unit: fc.constantFrom(...Array.from('abcXYZ019_-')), minLength: 8, maxLength: 60 });
/** Ends where a key would end too. */
const around = fc.string().map((text) => ` ${text} `);

describe('redact', () => {
  it('takes out every key, wherever it stands', () => {
    fc.assert(
      fc.property(around, hex, around, (before, digits, after) => {
        const clean = redact(`${before}sigmic_${digits}${after}`);
        assert.ok(!clean.includes(digits));
        assert.ok(clean.startsWith(before) || before.includes('eyJ') || before.includes('sigmic_'));
      }),
    );
  });

  it('takes out every token, whole or cut short', () => {
    fc.assert(
      fc.property(part, part, part, (header, payload, signature) => {
        for (const token of [`eyJ${header}.${payload}.${signature}`, `eyJ${header}.${payload}`]) {
          const clean = redact(`Authorization: Bearer ${token}`);
          assert.equal(clean, 'Authorization: Bearer [redacted token]');
        }
      }),
    );
  });

  it('leaves other text as it is', () => {
    const text = 'GET /api/v1/tasks 200 in 12 ms, sigmic.apiUrl, 6f9619ff-8b86-d011-b42d-00cf4fc964ff';
    assert.equal(redact(text), text);
  });
});
