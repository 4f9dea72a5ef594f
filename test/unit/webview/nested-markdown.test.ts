import assert from 'node:assert/strict';
import fc from 'fast-check';
import { html, oneParse, streamed, tries } from './one-parse';
import { useDom } from './dom';

type Lines = readonly string[];

/** Of a document, in lines. */
const LONGEST = 30;
/** How often a document is compared while it grows. */
const COMPARED = 15;

const words = fc.constantFrom(
  'words',
  'and **bold** `code`',
  'a',
  '[ref] here',
  '*open',
  '[x] y',
  '| a | b |',
  '---',
  '===',
  '- - -',
  '<div>',
  '#',
  '2. two',
  '\ttab',
  '    four',
);
const plain: fc.Arbitrary<Lines> = fc.array(words, { minLength: 1, maxLength: 3 });
const leaf: fc.Arbitrary<Lines> = fc.oneof(
  { weight: 4, arbitrary: plain },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Lines>(['```ts', 'let a;', '', '  let b;', '```'], ['```', 'open']),
  },
  fc.constantFrom<Lines>(
    ['## head'],
    ['***'],
    ['| a | b |', '|---|--:|', '| 1 | **2** |', '| 3 |'],
    ['    code', '', '    more'],
    ['~~~', '```', '> no', '- no', '~~~'],
    ['[ref]: https://example.com/'],
    ['under', '==='],
  ),
);

/** Marks a container's lines: the first with `first`, the others with `others`. */
function marked(lines: Lines, first: string, others: string): Lines {
  return lines.map((line, index) => {
    if (index === 0) return first + line;
    return line === '' ? others.trimEnd() : others + line;
  });
}

const marker = fc.oneof(
  { weight: 5, arbitrary: fc.constant('- ') },
  fc.constantFrom('1. ', '* ', '-   ', ' - ', '- [x] ', '10) '),
);
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Lines>([]) },
  fc.constantFrom<Lines>([''], ['', '']),
);

function blocks(depth: number): fc.Arbitrary<Lines> {
  const block = depth === 0 ? leaf : fc.oneof(leaf, quote(depth), list(depth));
  return fc
    .array(fc.tuple(block, gap), { minLength: 1, maxLength: depth > 2 ? 1 : 2 })
    .map((all) => all.flat(2));
}

function quote(depth: number): fc.Arbitrary<Lines> {
  return blocks(depth - 1).map((lines) => marked(lines, '> ', '> '));
}

function list(depth: number): fc.Arbitrary<Lines> {
  const item = fc
    .tuple(blocks(depth - 1), marker, gap)
    .map(([lines, first, after]) => [
      ...marked(lines, first, ' '.repeat(first.replace('[x] ', '').length)),
      ...after,
    ]);
  return fc.array(item, { minLength: 1, maxLength: depth > 2 ? 2 : 3 }).map((items) => items.flat());
}

/** What people and agents get wrong: no mark, no blank, another indent, a tab, blanks in an empty line. */
const slips: readonly ((line: string) => string)[] = [
  (line) => line.trimStart(),
  (line) => line.replace(/^>? */, ''),
  (line) => ` ${line}`,
  (line) => line.replace('> ', '>'),
  (line) => line.replace('> ', '>\t'),
  (line) => line.replace(/^ {2,4}/, '\t'),
  (line) => (line === '' ? '   ' : `${line}  `),
  () => '',
  (line) => `${line}\u00a0`,
];
const document = fc
  .tuple(
    fc.oneof(quote(3), list(3), list(5)),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...slips)), { maxLength: 2 }),
    leaf,
  )
  .map(([lines, places, after]) => {
    const slipped = lines.slice(0, LONGEST);
    for (const [place, slip] of places) {
      const index = place % slipped.length;
      slipped[index] = slip(slipped[index] ?? '');
    }
    return [...slipped, '', ...after].join('\n');
  });

describe('Markdown in quotes and items', () => {
  useDom();

  it('shows the same as one parse after every piece', () => {
    fc.assert(
      fc.property(document, fc.integer({ min: 1, max: 20 }), (text, size) => {
        const view = streamed([]);
        const count = Math.ceil(text.length / size);
        for (let piece = 1; piece <= count; piece++) {
          view.append(text.slice((piece - 1) * size, piece * size));
          if (piece % Math.ceil(count / COMPARED) !== 0 && piece < count) continue;
          const shown = text.slice(0, piece * size);
          assert.equal(html(view.container), oneParse(shown), JSON.stringify(shown));
        }
      }),
      tries(60),
    );
  });

  const surprises = {
    'indented lines of a paragraph, behind what was an underline for a moment': '  <div>\n      four\n  - `',
    'lines of an item, behind what was an underline for a moment': '- - <div>\n    words\n    - #',
    'a list behind a space of another kind': '> - words\n>\n> - 2. two\n>   ===\u00a0\n>\n> -',
    'a plain line behind a list in a quote': '- > 1.     four\n  words',
    'lines behind what was the head of a table for a moment': '***\n  words\n  words\n- | a',
    'a list that was loose for a moment': '- words\n- - > a\n\n  - - - w',
    'a break behind blank lines that was an item for a moment':
      '- - - a\n\n      b\n\n\n    - - - -\n      c',
    'a blank line behind a quote in an item': '- words\n- > words\n\n  >',
    'an item that is none behind a blank line': '- a\n\n-b\n\n- c\n- d\n\n1',
    'indented lines at the end of an item': '- words\n          four\n\n- w\n\n- x  \n\ny',
    'a space of another kind at the end of a list': '1. - a\n\n     b\u00a0\n\n\n\nwords',
    'a space of another kind before a break that was an item': '- > ```\n  > a\n  >\n\u00a0\n- - -',
    'a list behind blanks at the end of an item': '- a  \n- b\n- \u00a0c \n  \n\n2. d\n\n***',
  };
  for (const [name, text] of Object.entries(surprises))
    it(`reads anew what is read otherwise than before: ${name}`, () => {
      const view = streamed([]);
      for (const [index, character] of text.split('').entries()) {
        view.append(character);
        assert.equal(html(view.container), oneParse(text.slice(0, index + 1)));
      }
    });
});
