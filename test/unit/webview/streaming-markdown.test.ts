import assert from 'node:assert/strict';
import fc from 'fast-check';
import { useDom } from './dom';
import { html, oneParse, streamed, tries } from './one-parse';

/** `text` cut at the given places. */
function cut(text: string, places: readonly number[]): string[] {
  const marks = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [0, ...marks].map((start, index) => text.slice(start, marks[index] ?? text.length));
}

const inline = fc.constantFrom(
  'plain words',
  '**bold** and *soft*',
  '`code`',
  'a [link](https://example.com/a?b=c "t") here',
  '[ref] and [Ref text][ref]',
  'https://example.com/x.',
  '~~gone~~',
  '![pic](https://example.com/p.png)',
  'a &amp; b &lt;i&gt;',
  '<b>html</b> <script>x</script>',
  '1 < 2 \\* 3 ** open',
  'line one  \nline two',
  'soft\nwrap',
  'ünï 漢字 😀',
  'hid\u202Eden \u200B `c\u2066de` &#x202E; 👩‍💻 \u{E0041}',
  '[a\u200Bb](https://example.com/) ![x\u202Ey](a\u202Eb.png)',
  '',
);
const block = fc.oneof(
  inline,
  inline.map((text) => `## ${text}`),
  inline.map((text) => `${text}\n---`),
  inline.map((text) => `> ${text}\n> more\nlazy`),
  fc
    .array(inline, { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item) => `- ${item}`).join('\n')),
  fc
    .array(inline, { minLength: 1, maxLength: 4 })
    .map((items) => items.map((item) => `1. ${item}`).join('\n\n')),
  inline.map((text) => `- a\n  - ${text}\n    - [x] c\n\n  para in item`),
  inline.map((text) => `* x\n\n      code in item\n* ${text}\n* * *`),
  fc.constantFrom(
    '```js\nlet a = 1;\n\n\nlet b;\n```',
    '~~~\n``` inside\n~~~',
    '```\nnever closed',
    '````\n```\nx\n```\n````',
    '  ```py\n  x\n  ```',
    '```js\nlet a\u200B;\n\n👩‍💻 = \u202E1;\n\nplain\n```',
    '```\nplain\nnot \u2066 closed 👩‍',
  ),
  fc.constantFrom(
    '    indented\n\n    code',
    '***',
    '- - -',
    '-',
    '#',
    '+ ',
    '[ref]: https://example.com/r "title"',
    '[ref]: <>',
  ),
  fc
    .array(inline, { maxLength: 4 })
    .map((rows) =>
      ['| a | b |', '|:--|--:|', ...rows.map((row) => `| ${row.replace(/\n/g, ' ')} | x |`)].join('\n'),
    ),
  fc.constantFrom(
    '<div>\n*x*\n</div>',
    '<!-- c -->',
    '&nbsp;',
    '| a |\n| b |',
    'x\n| a | b |\n|---|---|\n| 1 | 2 |',
    'trailing  ',
    '\ttab',
  ),
);
/** Blocks that stay open for long: their beginning is not read again. */
const phrase = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('words and more', '**bold**', 'a_b', '`code`', '*soft*,', 'x.  \ny'),
  },
  { weight: 1, arbitrary: inline },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '*',
      '_',
      '`',
      '[',
      '](u)',
      '<',
      '>',
      '\\',
      '|',
      '~~',
      ' \n',
      '\n',
      '!',
      'a|b\n-|-\n',
    ),
  },
);
const sentences = fc
  .array(fc.tuple(phrase, fc.constantFrom(' ', ' ', '\n')), { minLength: 30, maxLength: 150 })
  .map((pieces) => pieces.flat().join(''));
const item = fc.tuple(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant('- ') },
    fc.constantFrom('* ', ' - ', '   - ', '-', '1. ', '- [x] ', '-    '),
  ),
  fc.oneof(
    inline,
    fc.constantFrom(
      'x\n  - y',
      'x\n\n  y',
      '```\n  a\n  ```',
      '- -',
      'x\nlazy',
      '# h',
      '[ref]: https://example.com/',
    ),
  ),
  fc.oneof({ weight: 8, arbitrary: fc.constant('\n') }, fc.constantFrom('\n\n', '\n\n\n', '\n  \n')),
);
const list = fc.array(item, { minLength: 3, maxLength: 12 }).map((items) => items.flat().join(''));
const row = fc
  .array(
    fc.oneof(
      inline.filter((text) => !text.includes('\n')),
      fc.constantFrom('\\|', '`a|b`'),
    ),
    { maxLength: 4 },
  )
  .map((cells) => `| ${cells.join(' | ')} |`);
const table = fc
  .array(
    fc.oneof(
      { weight: 12, arbitrary: row },
      fc.constantFrom('no bars', '> quote', '---', '- item', '    code', ''),
    ),
    {
      minLength: 2,
      maxLength: 10,
    },
  )
  .map((rows) => `| a | b | c |\n|:--|--:|---|\n${rows.join('\n')}`);
const long = { paragraph: sentences, list, table };

const gap = fc.constantFrom('\n', '\n\n', '\n\n\n', '\r\n', '\n \n');
const documents = (maxLength: number) =>
  fc.array(fc.tuple(block, gap), { maxLength }).map((blocks) => blocks.flat().join(''));

describe('StreamingMarkdown', () => {
  useDom();

  it('shows the same as one parse, for any document cut anywhere', () => {
    fc.assert(
      fc.property(documents(8), fc.array(fc.nat(), { maxLength: 12 }), (text, places) => {
        assert.equal(html(streamed(cut(text, places)).container), oneParse(text));
      }),
      tries(400),
    );
  });

  it('shows the same as one parse after every single character', () => {
    fc.assert(
      fc.property(documents(3), (text) => {
        const view = streamed([]);
        for (const [index, character] of text.split('').entries()) {
          view.append(character);
          const shown = text.slice(0, index + 1);
          assert.equal(html(view.container), oneParse(shown), JSON.stringify(shown));
        }
      }),
      tries(40),
    );
  });

  for (const [name, open] of Object.entries(long))
    it(`shows the same as one parse after every piece of a ${name} that stays open for long`, () => {
      fc.assert(
        fc.property(open, block, fc.integer({ min: 1, max: 40 }), (text, after, size) => {
          const whole = `${text}\n\n${after}`;
          const view = streamed([]);
          const step = Math.ceil(whole.length / size / 25);
          for (let count = 1; (count - 1) * size < whole.length; count++) {
            view.append(whole.slice((count - 1) * size, count * size));
            const shown = whole.slice(0, count * size);
            if (count % step === 0)
              assert.equal(html(view.container), oneParse(shown), JSON.stringify(shown));
          }
          assert.equal(html(view.container), oneParse(whole));
        }),
        tries(50),
      );
    });

  it('shows the same as one parse of a paragraph with more marks than are read at once', () => {
    const paragraph = fc
      .array(fc.tuple(phrase, fc.constantFrom(' ', ' ', '\n')), { minLength: 20, maxLength: 40 })
      .chain((pieces) =>
        fc.tuple(
          fc.constant(`${'**bold** `code` a<b and c > d, '.repeat(130)}${pieces.flat().join('')}`),
          fc.constantFrom('*soft* [brackets] words, ', '**bold** http://a.b <i>x</i> ', '* _a '),
        ),
      )
      .map(([text, more]) => `${text}${more.repeat(200)}`);
    fc.assert(
      fc.property(paragraph, fc.integer({ min: 200, max: 2000 }), (text, size) => {
        const view = streamed([]);
        for (let start = 0; start < text.length; start += size) view.append(text.slice(start, start + size));
        assert.equal(html(view.container), oneParse(text));
      }),
      tries(20),
    );
  });

  it('goes on with a paragraph whose last line looked like a heading for a moment', () => {
    const text = '|  |\n| plain words |\n- item';
    assert.equal(html(streamed(text.split('')).container), oneParse(text));
  });

  it('shows the same as one parse when the text is replaced', () => {
    fc.assert(
      fc.property(documents(3), documents(3), documents(3), (start, first, second) => {
        const view = streamed([start + first]);
        view.set(start + second);
        assert.equal(html(view.container), oneParse(start + second));
        view.append('\n\nmore');
        assert.equal(html(view.container), oneParse(`${start}${second}\n\nmore`));
      }),
      tries(150),
    );
  });
});
