import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { BoundedLexer } from '../../../src/webview/markdown/bounded-lexer';
import { answer, deltas, type Shape } from '../../bench/answer';
import { useDom } from './dom';
import { html, oneParse, streamed } from './one-parse';

/** Of a block that is open for long, and what may be read of it at once, in characters. */
const LONG = 20_000;
const AT_ONCE = 1500;

const shapes: readonly Shape[] = ['list', 'table', 'paragraph', 'html', 'quote', 'nested', 'itemFence'];

/** The length of the longest text that is read at once while `work` is done. */
function longestRead(work: () => void): number {
  const { mock: lex } = mock.method(BoundedLexer.prototype, 'lex');
  try {
    work();
    return Math.max(...lex.calls.map(({ arguments: [source] }) => source.length));
  } finally {
    lex.restore();
  }
}

describe('a long Markdown block', () => {
  useDom();

  for (const shape of shapes)
    it(`is never read again as a whole, also when it ends: ${shape}`, () => {
      const block = answer(LONG, shape).replace(/\n[^\n]*$/, '');
      const text = `${block}\n\n**The end** of it.\n\nMore of it.\n`;
      const view = streamed([]);
      const longest = longestRead(() => {
        for (const piece of deltas(text, 37)) view.append(piece);
      });
      assert.ok(longest < AT_ONCE, `${longest} characters`);
      assert.equal(html(view.container), oneParse(text));
    });
});
