import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { StreamEvent } from '../../../src/core/api';
import { createMask, type Mask } from '../../../src/core/masking/mask';
import { maskStream } from '../../../src/core/masking/masked-stream';
import type { SecretValue } from '../../../src/core/masking/secret-forms';
import { collect } from '../api/setup';
import { content, done, result, thought } from '../session/events';

const sealKey = randomBytes(32);

function masking(...secrets: SecretValue[]): Mask {
  const mask = createMask(secrets, sealKey);
  assert.ok(mask);
  return mask;
}

const token: SecretValue = { name: 'TOKEN', value: 'tok-"1/2"-s3cr3t' };

async function streamed(mask: Mask, events: readonly StreamEvent[]): Promise<StreamEvent[]> {
  return collect(maskStream(Readable.from(events), mask));
}

function textOf(events: readonly StreamEvent[]): string {
  return events.map((event) => (event.type === 'content' ? event.data.text : '')).join('');
}

describe('masking', () => {
  it('replaces a value by its name, in every spelling in which it comes back', () => {
    const mask = masking(token);
    const spelled = [
      token.value,
      JSON.stringify(token.value).slice(1, -1),
      encodeURIComponent(token.value),
      Buffer.from(token.value).toString('base64'),
    ];
    for (const form of spelled)
      assert.equal(mask.text(`curl ${form}; done`).replace(/=+/, ''), 'curl ••••TOKEN; done', form);
  });

  it('knows what other programs make of a value: JSON in JSON and in ASCII, addresses, base64 of more than it', () => {
    const value = `pä"ß\\w/örd +(1)!\nzwei 😀`;
    const mask = masking({ name: 'V', value });
    const json = JSON.stringify(value);
    const ascii = json.replace(
      /[^\0-\x7f]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    assert.match(ascii, /p\\u00e4/);
    const spelled = [
      value,
      value.replace('\n', '\r\n'),
      json,
      ascii,
      json.replaceAll('/', '\\/'),
      JSON.stringify(JSON.stringify({ a: value })),
      encodeURIComponent(value),
      new URLSearchParams({ value }).toString(),
      Buffer.from(value).toString('base64'),
      Buffer.from(value).toString('base64url'),
      ...['', 'u', 'us', 'user:'].flatMap((before) =>
        ['', ';', '; and more'].map((after) => Buffer.from(before + value + after).toString('base64')),
      ),
    ];
    for (const text of spelled) {
      const shown = mask.text(text);
      assert.match(shown, /••••V/, text);
      assert.ok(!/w.{0,6}rd|d8O2cmQ/.test(shown), shown);
    }
    // Most programs write the numbers of an address in capitals; some do not.
    const small = encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase());
    assert.equal(mask.text(small), '••••V');
  });

  it('masks a value that is cut anywhere, though a known tool or subagent tells something in between', async () => {
    const call: StreamEvent = {
      type: 'tool_call',
      data: { callId: 'c1', toolName: 't', status: 'executing' },
    };
    const agent = { agentName: 'a', text: 'thinks' };
    const known: StreamEvent[] = [call, { type: 'subagent_start', data: { agentName: 'a' } }];
    const between: StreamEvent[] = [
      result('c1', 'success', 'ok'),
      call,
      { type: 'subagent_thought', data: agent },
    ];
    const { value } = token;
    for (const event of between)
      for (let cut = 1; cut < value.length; cut++) {
        const pieces = [content(`so ${value.slice(0, cut)}`), event, content(`${value.slice(cut)}.`)];
        const events = await streamed(masking(token), [...known, ...pieces, done('')]);
        assert.equal(textOf(events), 'so ••••TOKEN.', `${event.type} at ${cut}`);
      }
    // What ends the text comes after all of it.
    const ended = await streamed(masking(token), [content('so tok'), call, content('-x'), done('')]);
    assert.deepEqual(
      ended.map(({ type }) => type),
      ['content', 'content', 'tool_call', 'content', 'done'],
    );
  });

  it('knows each line of a private key', () => {
    const lines = [
      '-----BEGIN KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0BAQ',
      'ZXhhbXBsZSBsaW5lIHR3bw',
      '-----END KEY-----',
    ];
    const mask = masking({ name: 'PEM', value: lines.join('\r\n') });
    assert.equal(mask.text(lines.join('\n')), '••••PEM');
    assert.equal(
      mask.text(lines.map((line, number) => `${number} | ${line}`).join('\n')),
      ['0 | -----BEGIN KEY-----', '1 | ••••PEM', '2 | ••••PEM', '3 | -----END KEY-----'].join('\n'),
    );
  });

  it('takes the longest of several values, and hides a name that tells another value', () => {
    const mask = masking({ name: 'SHORT', value: 'abcdef' }, { name: 'LONG', value: 'abcdefghi' });
    assert.equal(mask.text('abcdefghi abcdefgh'), '••••LONG ••••SHORTgh');
    assert.equal(masking({ name: 'MY_HUNTER22', value: 'HUNTER22' }).text('HUNTER22'), '••••');
  });

  it('leaves alone what is too short or too common, and then makes no mask at all', () => {
    const secrets = ['abc', 'true', 'localhost', '000000000', '     x    '].map((value) => ({
      name: 'A',
      value,
    }));
    assert.equal(createMask(secrets, sealKey), undefined);
  });

  it('masks strings and names of fields in JSON, and gives back the same object when there is nothing', () => {
    const mask = masking({ name: 'KEY', value: 'hunter22' });
    const clean = { a: ['x', { b: 1, c: null }] };
    assert.equal(mask.json(clean), clean);
    assert.deepEqual(mask.json({ list: ['is hunter22', 7], hunter22: { 'hunter22!': true }, '••••KEY': 1 }), {
      list: ['is ••••KEY', 7],
      '••••KEY•': { '••••KEY!': true },
      '••••KEY': 1,
    });
    let deep: unknown = 'hunter22';
    for (let depth = 0; depth < 5000; depth++) deep = [deep];
    assert.ok(!JSON.stringify(mask.json(deep)).includes('hunter22'));
  });

  it('seals what it masks, so that two values of one name are told apart', () => {
    const mask = masking({ name: 'KEY', value: 'hunter22' }, { name: 'KEY', value: 'hunter33' });
    assert.deepEqual(mask.json(['hunter22']), mask.json(['hunter33']));
    assert.notEqual(mask.seal(['hunter22']), mask.seal(['hunter33']));
    assert.equal(mask.seal({ a: 'hunter22', b: 1 }), mask.seal({ b: 1, a: 'hunter22' }));
    assert.equal(mask.seal(['••••KEY']), undefined);
  });

  it('is the same however the text is cut into pieces', async () => {
    const secret = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 6, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(secret, { minLength: 1, maxLength: 4 }),
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 }), { maxLength: 12 }),
        async (values, pieces) => {
          const mask = createMask(
            values.map((value, index) => ({ name: String(index), value })),
            sealKey,
          );
          fc.pre(mask !== undefined);
          const events = await streamed(mask, [...pieces.map(content), done('')]);
          assert.equal(textOf(events), mask.text(pieces.join('')));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lets no piece wait longer than it must', async () => {
    const mask = masking({ name: 'KEY', value: 'hunter22' });
    const events = await streamed(mask, [
      content('hun'),
      { type: 'status', data: { status: 'processing' } },
      content('ter22 and hunt'),
      thought('about hunter22'),
      content('er'),
      result('c1', 'success', { out: 'x hunter22' }),
      done('••hunter22'),
    ]);
    assert.deepEqual(events, [
      { type: 'status', data: { status: 'processing' } },
      content('••••KEY and '),
      content('hunt'),
      thought('about ••••KEY'),
      content('er'),
      result('c1', 'success', { out: 'x ••••KEY' }),
      done('••••••KEY'),
    ]);
  });

  it('costs the same for each piece however long the text has become', () => {
    const mask = masking({ name: 'PEM', value: 'k'.repeat(20) + 'x'.repeat(4000) });
    const started = process.hrtime.bigint();
    let held = '';
    for (let piece = 0; piece < 20_000; piece++) held = mask.split(`${held}some ordinary words `).rest;
    assert.ok(held.length < 40);
    assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 2000);
  });
});
