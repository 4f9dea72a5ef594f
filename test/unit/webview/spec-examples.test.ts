import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Lexer, walkTokens } from 'marked';
import * as v from 'valibot';
import { StreamingMarkdown } from '../../../src/webview/markdown/streaming-markdown';
import { useDom } from './dom';
import { gfmExamples } from './gfm-examples';
import { referenceHtml, shownHtml } from './plain-html';

/** Where we show something else on purpose, by the example's number. */
const onPurpose: Readonly<Record<string, string>> = {
  333: 'a space that is none is written out',
  334: 'a space that is none is written out',
  602: 'GitHub makes a link of a bare address',
  603: 'an address is read as a browser reads it, whose slashes may lean backwards',
  608: 'GitHub makes a link of a bare address',
  611: 'GitHub makes a link of a bare address',
  612: 'GitHub makes a link of a bare address',
};

interface Example {
  readonly name: string;
  readonly section: string;
  readonly markdown: string;
  readonly html: string;
}

const Spec = v.object({
  tests: v.array(
    v.object({ markdown: v.string(), html: v.string(), section: v.string(), number: v.number() }),
  ),
});
const spec: unknown = createRequire(import.meta.url)('commonmark-spec');
const all: readonly Example[] = v.parse(Spec, spec).tests.map(({ markdown, html, section, number }) => ({
  name: String(number),
  section,
  // The specification writes a tab like this.
  markdown: markdown.replaceAll('→', '\t'),
  html: html.replaceAll('→', '\t'),
}));
const gfm: readonly Example[] = gfmExamples.map((example) => ({
  name: example.markdown,
  section: 'GitHub',
  ...example,
}));
const every = [...all, ...gfm];
const sections = new Set(every.map(({ section }) => section));

/** Raw HTML is text with us: such examples have an expectation of their own in `hostile-markdown.test.ts`. */
function hasRawHtml({ markdown }: Example): boolean {
  let found = false;
  void walkTokens(new Lexer().lex(markdown), ({ type }) => {
    found ||= type === 'html';
  });
  return found;
}

function streamed(pieces: readonly string[]): HTMLElement {
  const view = new StreamingMarkdown(document.createElement('div'));
  for (const piece of pieces) view.append(piece);
  return view.container;
}

const shown = (markdown: string): string => shownHtml(streamed([markdown]));

describe('the examples of the Markdown specifications', () => {
  useDom();

  it('show what CommonMark says', () => {
    const examples = all.filter((example) => !hasRawHtml(example));
    assert.ok(examples.length > 550, `only ${examples.length} examples`);
    const others = examples.filter(({ markdown, html }) => shown(markdown) !== referenceHtml(html));
    assert.deepEqual(
      others.map(({ name }) => name),
      Object.keys(onPurpose),
    );
  });

  it("show what GitHub's Markdown says", () => {
    for (const { markdown, html } of gfm) assert.equal(shown(markdown), referenceHtml(html), markdown);
  });

  for (const section of sections) {
    const examples = every.filter((example) => example.section === section);

    it(`show the same however they are cut in two: ${section}`, () => {
      for (const { name, markdown } of examples) {
        const whole = streamed([markdown]).innerHTML;
        for (let cut = 1; cut < markdown.length; cut++) {
          const pieces = [markdown.slice(0, cut), markdown.slice(cut)];
          assert.equal(streamed(pieces).innerHTML, whole, `${name}: ${JSON.stringify(pieces)}`);
        }
      }
    });

    it(`show the same when they come by single characters: ${section}`, () => {
      for (const { name, markdown } of examples)
        assert.equal(streamed(markdown.split('')).innerHTML, streamed([markdown]).innerHTML, name);
    });
  }
});
