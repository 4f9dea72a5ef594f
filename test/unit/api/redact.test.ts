import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact } from '../../../src/core/api';

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

  for (const [what, text, clean] of [
    [
      'a proxy’s password',
      'proxy http://me:pa55@proxy.example:8080/',
      'proxy http://[redacted]@proxy.example:8080/',
    ],
    ['a password with an @', 'https://me:p@ss@host/', 'https://[redacted]@host/'],
    ['a name without one', 'socks5://me@host', 'socks5://[redacted]@host'],
    [
      'the header of a proxy',
      'Proxy-Authorization: Basic bWU6cGE1NQ==',
      'Proxy-Authorization: Basic [redacted]',
    ],
    ['an unknown token', 'authorization: bearer abc-123, x', 'authorization: bearer [redacted], x'],
    ['an app’s secret', '{"appId":"a","appSecret":"hu\\"sh"}', '{"appId":"a","appSecret":"[redacted]"}'],
    ['one that was cut', '{"password": "hush', '{"password": "[redacted]"'],
    ['a parameter', 'GET /x?a=1&api_key=hush&b=2', 'GET /x?a=1&api_key=[redacted]&b=2'],
  ] as const) {
    it(`takes out ${what}`, () => assert.equal(redact(text), clean));
  }

  it('needs no longer for a long text', () => {
    const text = `//${'a'.repeat(200_000)} "secret": "${'\\'.repeat(200_000)} Bearer ${'x'.repeat(200_000)}`;
    const started = performance.now();
    redact(text);
    assert.ok(performance.now() - started < 1000);
  });

  it('leaves other text as it is', () => {
    for (const text of [
      'Basic authentication is not supported. Use a Bearer token.',
      'WWW-Authenticate: Basic realm="office"',
      'The token: expired. The password = wrong.',
      'me@example.com wrote // a comment to you@example.com',
    ])
      assert.equal(redact(text), text);
    const text = 'GET /api/v1/tasks 200 in 12 ms, sigmic.apiUrl, 6f9619ff-8b86-d011-b42d-00cf4fc964ff';
    assert.equal(redact(text), text);
  });
});
