import assert from 'node:assert/strict';
import fc from 'fast-check';
import { codeSource } from '../../../src/webview/markdown/code-block';
import { Highlighter } from '../../../src/webview/markdown/highlight';
import { linkTarget } from '../../../src/webview/markdown/link-target';
import { StreamingMarkdown } from '../../../src/webview/markdown/streaming-markdown';
import { blocksOf } from './blocks-of';
import { useDom } from './dom';

function view(text = '', onFinished?: (node: HTMLElement) => void): StreamingMarkdown {
  const markdown = new StreamingMarkdown(document.createElement('div'), onFinished);
  markdown.append(text);
  return markdown;
}

describe('Markdown that grows', () => {
  useDom();

  it('never touches finished blocks again', () => {
    const markdown = view('# Title\n\nfirst\n\n- a\n- b\n\nlast');
    const [title, first, list] = blocksOf(markdown.container);
    for (let count = 0; count < 50; count++) markdown.append(` word\n\n${'x'.repeat(count)}`);
    assert.deepEqual(blocksOf(markdown.container).slice(0, 3), [title, first, list]);
  });

  it('puts blocks into sections that are left alone once they are full, also when the text is replaced', () => {
    const markdown = view();
    for (let count = 0; count < 100; count++) markdown.append(`Paragraph ${count}\n\n`);
    const sections = [...markdown.container.children];
    assert.deepEqual(
      sections.map((section) => [section.childElementCount, section.classList.contains('full')]),
      [...Array.from({ length: 6 }, () => [16, true]), [4, false]],
    );
    markdown.set('Paragraph 0\n\nParagraph 1\n\nend');
    assert.deepEqual([...markdown.container.children], sections.slice(0, 1));
    assert.equal(markdown.container.textContent, 'Paragraph 0Paragraph 1end');
    markdown.set('');
    assert.equal(markdown.container.childElementCount, 0);
  });

  it('keeps the element of the open block, and its finished parts', () => {
    const markdown = view('- **one**\n- two');
    const [list] = blocksOf(markdown.container);
    const one = list?.firstElementChild;
    markdown.append(' and more\n- three');
    assert.equal(blocksOf(markdown.container)[0], list);
    assert.equal(list?.firstElementChild, one);
    assert.equal(list?.textContent, 'onetwo and morethree');
  });

  it('keeps items, rows, words and what is in quotes and items once they are final, also when the block ends', () => {
    const words = 'Some words and `code`, '.repeat(3);
    const cases = [
      { start: '- **one**\n- two\n', kept: 'li', piece: '- more\n' },
      { start: '| a |\n|---|\n| **one** |\n| two |\n', kept: 'tbody tr', piece: '| more |\n' },
      { start: '> **one**\n>\n> two\n', kept: 'p', piece: '> more\n>\n> - a\n>   - b\n>\n' },
      { start: '> > **one**\n> >\n> > two', kept: 'blockquote p', piece: ' more\n> >\n> > para' },
      { start: '- top\n  - **one**\n  - two\n', kept: 'li li', piece: '  - more\n    - deep\n' },
      { start: '- top\n\n  para\n', kept: 'li p', piece: '\n  more\n  - a\n' },
      { start: '1. top\n   ```ts\n   let a;\n', kept: 'code', piece: '   let b;\n\n' },
      {
        start: '1. top\n\n   ```ts\n   let a;\n',
        kept: 'code',
        piece: '   let b;\n   ```\n\n   ```\n   x\n',
      },
      { start: '- > - **one**\n  >\n  >   two', kept: 'li li p', piece: ' more\n  > - a\n  >   - b' },
      { start: `Some **bold** words. ${words}`, kept: 'strong', piece: words },
      { start: `Some **bold** words. ${words}`, kept: 'strong', piece: words.repeat(20) },
      { start: `Some **bold** <b>words</b>. ${words}`, kept: 'strong', piece: `a[0] < ${words}` },
    ];
    for (const { start, kept, piece } of cases) {
      const markdown = view(start);
      const [block] = blocksOf(markdown.container);
      const first = block?.querySelector(kept) ?? undefined;
      assert.ok(first);
      for (let count = 0; count < 50; count++) markdown.append(piece);
      markdown.append('\n\nThe end.');
      assert.equal(blocksOf(markdown.container)[0], block);
      assert.equal(block?.querySelector(kept), first);
      assert.equal(blocksOf(markdown.container).at(-1)?.textContent, 'The end.');
    }
  });

  it('only lets a text node grow inside of an open fence, and hands the block over once it is finished', () => {
    const finished: HTMLElement[] = [];
    const markdown = view('```ts\nlet a;', (node) => finished.push(node));
    const code = markdown.container.querySelector('code');
    const text = code?.firstChild ?? undefined;
    assert.ok(code);
    markdown.append('\nlet b;\n\n');
    assert.equal(code.firstChild, text);
    assert.equal(code.textContent, 'let a;\nlet b;');
    markdown.append('``');
    assert.equal(markdown.container.querySelector('code')?.textContent, 'let a;\nlet b;\n\n``');
    markdown.append('`\n');
    assert.equal(code.textContent, 'let a;\nlet b;');
    assert.equal(finished.length, 0);
    markdown.append('\nafter');
    assert.deepEqual(finished, blocksOf(markdown.container).slice(0, 1));
    assert.equal(markdown.container.querySelector('code'), code);
  });

  it('hands the open end over when no more is expected, and still takes more', () => {
    const finished: HTMLElement[] = [];
    const markdown = view('```js\nlet a;', (node) => finished.push(node));
    markdown.finish();
    assert.equal(finished.length, 1);
    finished[0]?.querySelector('code')?.replaceChildren(document.createElement('span'));
    markdown.append('\nlet b;');
    assert.equal(markdown.container.querySelector('code')?.textContent, 'let a;\nlet b;');
  });

  it('gives finished text its link when the definition comes later', () => {
    const markdown = view('See [the source][s].\n\nmore\n\n');
    assert.equal(markdown.container.querySelector('a'), null);
    markdown.append('[s]: https://example.com/\n');
    assert.equal(markdown.container.querySelector('a')?.dataset['link'], 'https://example.com/');
  });

  it('reuses equal leading blocks when the text is replaced', () => {
    const markdown = view('one\n\ntwo\n\nthree\n\nfour');
    const [one] = blocksOf(markdown.container);
    markdown.set('one\n\ntwo\n\nfive');
    assert.equal(blocksOf(markdown.container)[0], one);
    assert.deepEqual(
      blocksOf(markdown.container).map((block) => block.textContent),
      ['one', 'two', 'five'],
    );
  });

  it('makes no element but its own, and no address that anything could follow, whatever the text', () => {
    const hostile = fc.constantFrom(
      '<script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '<a href="javascript:alert(1)">x</a>',
      '[x](javascript:alert(1))',
      '[x](&#106;avascript:alert(1))',
      '[x](data:text/html,<script>)',
      '![x](https://example.com/track.png)',
      '![x](javascript:alert(1))',
      '<javascript:alert(1)>',
      '[x](vscode://a.b/c)',
      '[x](//example.com)',
      '```html\n<img src=x>\n```',
      '[x]: javascript:alert(1)\n\n[x]',
    );
    const text = fc.array(fc.oneof(hostile, fc.string(), fc.constant('\n\n')), { maxLength: 8 });
    fc.assert(
      fc.property(text, (pieces) => {
        const { container } = view(pieces.join(''));
        const bad =
          'script, img, iframe, object, embed, form, input, style, link, svg, [href], [src], [style], [onerror]';
        assert.equal(container.querySelector(bad), null);
        for (const link of container.querySelectorAll<HTMLElement>('[data-link]')) {
          assert.match(link.dataset['link'] ?? '', /^(?:https?|mailto):/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('writes out what is hidden in text, labels, names and code, and keeps the true code for those who take it', () => {
    const { container } = view(
      [
        'pay\u202Epal &#x200B;x \\\u2066 **b\u{E0041}** `c\u200B`',
        '[l\u200Bink](https://example.com/) [file](a\u202Eb.md) ![p\u202E](c\u202Ed.png)',
        '```js\nlet a\u202E;\n```',
        '    indented\u2067',
      ].join('\n\n'),
    );
    assert.doesNotMatch(container.textContent, /[\p{Bidi_Control}\u200B\u{E0041}]/u);
    for (const { title } of container.querySelectorAll<HTMLElement>('[title]'))
      assert.doesNotMatch(title, /\p{Bidi_Control}/u);
    const [text, links] = [...container.querySelectorAll('p')].map((each) => each.textContent);
    assert.equal(text, 'pay‹U+202E›pal ‹U+200B›x \\‹U+2066› b‹U+E0041› c‹U+200B›');
    assert.match(links ?? '', /^l‹U\+200B›ink \(example\.com\) file p‹U\+202E›c‹U\+202E›d\.png$/);
    const shown = [...container.querySelectorAll('code:not(.code-span)')];
    assert.deepEqual(
      shown.map((code) => [code.textContent, codeSource(code as HTMLElement)]),
      [
        ['let a‹U+202E›;', 'let a\u202E;'],
        ['indented‹U+2067›', 'indented\u2067'],
      ],
    );
  });

  it('leaves emoji and the joiners of Persian and Hindi words alone', () => {
    for (const text of ['👩‍💻 ❤️', 'می‌خواهم', 'क्‍ष', '12\u00A0km, 5\u2009%'])
      assert.equal(view(text).container.textContent, text);
  });

  it('keeps the true code of a fence that is still open', () => {
    const markdown = view('```\nplain\n');
    const code = () => {
      const found = markdown.container.querySelector('code');
      assert.ok(found);
      return found;
    };
    assert.equal(codeSource(code()), 'plain');
    markdown.append('a\u202E');
    assert.equal(codeSource(code()), 'plain\na\u202E');
    assert.equal(code().textContent, 'plain\na‹U+202E›');
    markdown.append('\nmore');
    assert.equal(codeSource(code()), 'plain\na\u202E\nmore');
  });

  it('colours finished code by language without changing its text', () => {
    const code = document.createElement('code');
    code.dataset['language'] = 'js';
    code.textContent = 'const a = "<b>&amp;"; // `x`';
    Array.from(new Highlighter().colour(code));
    assert.equal(code.textContent, 'const a = "<b>&amp;"; // `x`');
    assert.equal(code.querySelector('.hljs-keyword')?.textContent, 'const');
    assert.equal(code.querySelector('b'), null);
  });

  it('colours long code step by step, the same as at once, with the text whole all the time', () => {
    const samples = {
      js: 'const a = `x\n${1 + 2}\ny`; /* one\ntwo\nthree */\nfunction f(a, b = "c") {\n  return a; // d\n}\n',
      python: 'def f(a):\n    `one\n    two\n    three`\n    return {"a": 1} # b\n'.replaceAll(
        '`',
        '"'.repeat(3),
      ),
      html: '<!-- a\nb -->\n<p class="a"\n  id="b">c &amp; d</p>\n<script>\nlet a = 1;\n\nlet b;\n</script>\n',
    };
    for (const [language, sample] of Object.entries(samples)) {
      const text = sample.repeat(20);
      const coloured = (slice: number) => {
        const code = document.createElement('code');
        code.dataset['language'] = language;
        code.textContent = text;
        const texts = Array.from(new Highlighter(slice).colour(code), () => code.textContent);
        assert.deepEqual([...new Set(texts)], [text]);
        code.normalize();
        return { steps: texts.length, html: code.innerHTML };
      };
      const inSteps = coloured(20);
      assert.ok(inSteps.steps > 5, `${language}: ${inSteps.steps} steps`);
      assert.equal(inSteps.html, coloured(60_000).html);
    }
  });

  it('leaves code plain from where a comment does not end', () => {
    const code = document.createElement('code');
    code.dataset['language'] = 'js';
    const text = `${'let a = 1;\n'.repeat(300)}/*${' words\n'.repeat(5000)}`;
    code.textContent = text;
    assert.ok(Array.from(new Highlighter().colour(code)).length < 10);
    assert.equal(code.textContent, text);
    assert.ok(code.querySelector('.hljs-keyword'));
    assert.equal(code.querySelector('.hljs-comment'), null);
  });

  it('colours a language inside of another one', () => {
    const code = document.createElement('code');
    code.dataset['language'] = 'html';
    code.textContent = '<script>let a = 1;</script>';
    Array.from(new Highlighter().colour(code));
    assert.equal(code.textContent, '<script>let a = 1;</script>');
    assert.equal(code.querySelector('.hljs-keyword')?.textContent, 'let');
  });
});

describe('Link targets', () => {
  useDom();

  const cases: readonly [string, ReturnType<typeof linkTarget>][] = [
    ['https://example.com/a?b', { kind: 'web', href: 'https://example.com/a?b', place: 'example.com' }],
    ['HTTP://EXAMPLE.com', { kind: 'web', href: 'http://example.com/', place: 'example.com' }],
    ['mailto:a@b.c', { kind: 'web', href: 'mailto:a@b.c', place: 'a@b.c' }],
    [
      'https://good.com&#46;evil.com/',
      { kind: 'web', href: 'https://good.com.evil.com/', place: 'good.com.evil.com' },
    ],
    ['report.md', { kind: 'file', path: 'report.md' }],
    ['./out/a%20b.csv#L3', { kind: 'file', path: 'out/a b.csv' }],
    ['sigmic-artifact:/task-1/out/a.csv', { kind: 'file', path: 'out/a.csv' }],
    ['../secret', undefined],
    ['a/%2e%2e/b', undefined],
    ['a\\..\\b', undefined],
    ['%', undefined],
    ['#top', undefined],
    ['//example.com/x', undefined],
    ['https://good.com@evil.com/', undefined],
    ['SIGMIC-ARTIFACT:/task-1/a.csv', { kind: 'file', path: 'a.csv' }],
    ['javascript:alert(1)', undefined],
    ['java&#115;cript:alert(1)', undefined],
    ['command:workbench.action.quit', undefined],
    ['file:///etc/passwd', undefined],
    ['', undefined],
  ];
  for (const [destination, target] of cases) {
    it(`${destination || '(nothing)'} leads ${target === undefined ? 'nowhere' : `to a ${target.kind} address`}`, () => {
      assert.deepEqual(linkTarget(destination), target);
    });
  }
});
