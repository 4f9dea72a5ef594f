import assert from 'node:assert/strict';
import fc from 'fast-check';
import { StreamingMarkdown } from '../../../src/webview/markdown/streaming-markdown';
import { blocksOf } from './blocks-of';
import { useDom } from './dom';

function show(...pieces: readonly string[]): HTMLElement {
  const markdown = new StreamingMarkdown(document.createElement('div'));
  for (const piece of pieces) markdown.append(piece);
  markdown.finish();
  return markdown.container;
}

function depth(element: Element): number {
  return 1 + Math.max(0, ...Array.from(element.children, depth));
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

/** What takes minutes or all of the stack when it is read without limits. */
const bombs: Readonly<Record<string, string>> = {
  'emphasis that never closes': '*_a'.repeat(20_000),
  'emphasis around emphasis': `${'*'.repeat(20_000)}a${'*'.repeat(20_000)}`,
  'strikes that never close': '~~a'.repeat(20_000),
  'brackets that never close': '['.repeat(50_000),
  'pictures that never close': '!['.repeat(20_000),
  'links in links': `${'['.repeat(5000)}a${'](b)'.repeat(5000)}`,
  'backticks of every length': `a ${lines(300, (index) => '`'.repeat(index + 1)).replaceAll('\n', ' ')}`,
  'addresses with brackets': 'http://a.b/('.repeat(20_000),
  'addresses of mail': 'a@'.repeat(100_000),
  'quotes in quotes': `${'> '.repeat(10_000)}a`,
  'lists in lists': `${'- '.repeat(10_000)}a`,
  'lists in lists, line by line': lines(500, (index) => `${'  '.repeat(index)}- a`),
  'a table of many columns': [`|${'a|'.repeat(2000)}`, `|${'-|'.repeat(2000)}`, `|${'b|'.repeat(2000)}`].join(
    '\n',
  ),
  'a table of many cells': [
    `|${'a|'.repeat(90)}`,
    `|${'-|'.repeat(90)}`,
    lines(3000, () => `|${'b|'.repeat(90)}`),
  ].join('\n'),
  'one long line': 'word '.repeat(400_000),
};

describe('Markdown that means harm', () => {
  useDom();

  for (const [name, text] of Object.entries(bombs)) {
    it(`is shown as plain text, and what follows as Markdown: ${name}`, () => {
      const container = show(text, '\n\n', 'The **end**\n');
      assert.equal(blocksOf(container).at(-1)?.outerHTML, '<p>The <strong>end</strong></p>');
      const count = (of: string): number => of.match(/[ab]/g)?.length ?? 0;
      assert.equal(count(container.textContent), count(text) + count('The end'));
      assert.ok(depth(container) < 100);
    }).timeout(10_000);
  }

  it('does not slow down what comes after it in the same block', () => {
    const pieces = Array.from({ length: 300 }, () => '*_a'.repeat(20));
    assert.equal(show(...pieces).textContent.length, 18_000);
  }).timeout(20_000);

  it('leaves what people write as it is', () => {
    const paragraph = 'A **bold** word, `code`, [a link](https://example.com/) and _more_. '.repeat(60);
    const container = show(
      paragraph,
      '\n\n',
      lines(12, (index) => `${'  '.repeat(index)}- level ${index}`),
      '\n\n',
    );
    assert.equal(container.querySelectorAll('strong').length, 60);
    assert.equal(container.querySelectorAll('li').length, 12);
    const columns = 40;
    const row = (cell: string): string => `|${`${cell}|`.repeat(columns)}`;
    const table = show([row('h'), row('-'), lines(60, () => row('x'))].join('\n'));
    assert.equal(table.querySelectorAll('td').length, 60 * columns);
  });

  it('never fails and never nests without end, however it is mixed and cut', () => {
    const bomb = fc
      .tuple(
        fc.constantFrom('> ', '- ', '1. ', '*', '_', '[', '](', '`', '~~', '|', '\n', '  ', '<', 'a '),
        fc.nat(300),
      )
      .map(([text, count]) => text.repeat(count));
    fc.assert(
      fc.property(fc.array(bomb, { maxLength: 12 }), (pieces) => {
        assert.ok(depth(show(...pieces)) < 100);
      }),
      { numRuns: 100 },
    );
  }).timeout(20_000);
});
