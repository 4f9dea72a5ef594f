/** What GitHub's Markdown has beyond CommonMark, a rule each: the text, and the HTML that the rule asks for. */
export const gfmExamples: readonly { readonly markdown: string; readonly html: string }[] = [
  {
    markdown: '| name | size |\n| --- | --- |\n| a.txt | 1 |\n',
    html: '<table><thead><tr><th>name</th><th>size</th></tr></thead><tbody><tr><td>a.txt</td><td>1</td></tr></tbody></table>',
  },
  {
    markdown: '| left | middle | right | none |\n|:--|:-:|--:|---|\n| a | b | c | d |\n',
    html: '<table><thead><tr><th align="left">left</th><th align="center">middle</th><th align="right">right</th><th>none</th></tr></thead><tbody><tr><td align="left">a</td><td align="center">b</td><td align="right">c</td><td>d</td></tr></tbody></table>',
  },
  {
    markdown: 'name | size\n:-: | --\na | b\n',
    html: '<table><thead><tr><th align="center">name</th><th>size</th></tr></thead><tbody><tr><td align="center">a</td><td>b</td></tr></tbody></table>',
  },
  {
    markdown: '| pipe |\n| --- |\n| `a \\| b` and **c \\| d** |\n',
    html: '<table><thead><tr><th>pipe</th></tr></thead><tbody><tr><td><code>a | b</code> and <strong>c | d</strong></td></tr></tbody></table>',
  },
  {
    markdown: '| a | b |\n| --- | --- |\n| 1 | 2 |\n> quote\n',
    html: '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table><blockquote><p>quote</p></blockquote>',
  },
  {
    markdown: '| a | b |\n| --- | --- |\n| 1 | 2 |\nmore\n\nend\n',
    html: '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>more</td><td></td></tr></tbody></table><p>end</p>',
  },
  { markdown: '| a | b |\n| --- |\n| 1 |\n', html: '<p>| a | b |\n| --- |\n| 1 |</p>' },
  {
    markdown: '| a | b |\n| --- | --- |\n| only |\n| one | two | three |\n',
    html: '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>only</td><td></td></tr><tr><td>one</td><td>two</td></tr></tbody></table>',
  },
  {
    markdown: '| a | b |\n| --- | --- |\n',
    html: '<table><thead><tr><th>a</th><th>b</th></tr></thead></table>',
  },
  {
    markdown: '| *a* | [b](c.md) |\n|:-:|---|\n| ~~x~~ | `y` |\n\ntext\n',
    html: '<table><thead><tr><th align="center"><em>a</em></th><th><a href="c.md">b</a></th></tr></thead><tbody><tr><td align="center"><del>x</del></td><td><code>y</code></td></tr></tbody></table><p>text</p>',
  },
  {
    markdown: '- item\n\n  | a |\n  | - |\n  | 1 |\n',
    html: '<ul><li><p>item</p><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></li></ul>',
  },
  {
    markdown: '> | a |\n> | - |\n> | 1 |\n',
    html: '<blockquote><table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table></blockquote>',
  },
  {
    markdown: '- [ ] open\n- [x] done\n- [X] done too\n',
    html: '<ul><li><input> open</li><li><input checked> done</li><li><input checked> done too</li></ul>',
  },
  {
    markdown: '1. [x] one\n   - [ ] two\n   - three\n2. four\n',
    html: '<ol><li><input checked> one\n<ul><li><input> two</li><li>three</li></ul></li><li>four</li></ol>',
  },
  {
    markdown: '- [ ]no box\n- [y] nor this\n',
    html: '<ul><li>[ ]no box</li><li>[y] nor this</li></ul>',
  },
  {
    markdown: '~~gone~~ and ~gone~ and ~~~not~~~ there\n',
    html: '<p><del>gone</del> and <del>gone</del> and ~~~not~~~ there</p>',
  },
  { markdown: 'This ~~has a\n\nnew paragraph~~.\n', html: '<p>This ~~has a</p><p>new paragraph~~.</p>' },
  {
    markdown: '~~**bold** and `code`~~\n',
    html: '<p><del><strong>bold</strong> and <code>code</code></del></p>',
  },
  {
    markdown: 'https://example.com/path?a=b&c=d end\n',
    html: '<p><a href="https://example.com/path?a=b&amp;c=d">https://example.com/path?a=b&amp;c=d</a> end</p>',
  },
  {
    markdown: 'See www.example.com/help, or (https://example.com/a_(b)).\n',
    html: '<p>See <a href="http://www.example.com/help">www.example.com/help</a>, or (<a href="https://example.com/a_(b)">https://example.com/a_(b)</a>).</p>',
  },
  {
    markdown: 'Visit https://example.com/a. Or https://example.com/b, or https://example.com/c!\n',
    html: '<p>Visit <a href="https://example.com/a">https://example.com/a</a>. Or <a href="https://example.com/b">https://example.com/b</a>, or <a href="https://example.com/c">https://example.com/c</a>!</p>',
  },
  {
    markdown: 'https://example.com/q?x=1&copy; and https://example.com/<b\n',
    html: '<p><a href="https://example.com/q?x=1">https://example.com/q?x=1</a>© and <a href="https://example.com/">https://example.com/</a>&lt;b</p>',
  },
  {
    markdown: 'write to someone@example.com or some.one+tag@mail.example.com.\n',
    html: '<p>write to <a href="mailto:someone@example.com">someone@example.com</a> or <a href="mailto:some.one+tag@mail.example.com">some.one+tag@mail.example.com</a>.</p>',
  },
  {
    markdown: 'a@b is none\n',
    html: '<p>a@b is none</p>',
  },
  {
    markdown: '**https://example.com/bold** and [not https://example.com twice](https://example.com/x)\n',
    html: '<p><strong><a href="https://example.com/bold">https://example.com/bold</a></strong> and <a href="https://example.com/x">not https://example.com twice</a></p>',
  },
  {
    markdown: '`https://example.com/code`\n\n    https://example.com/indented\n',
    html: '<p><code>https://example.com/code</code></p><pre><code>https://example.com/indented\n</code></pre>',
  },
];
