import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EventParser } from '../../../src/core/api/event-parser';
import { parseJson } from '../../../src/core/api/parse-json';

function nested(depth: number, heart = ''): string {
  return '['.repeat(depth) + heart + ']'.repeat(depth);
}

/** How many arrays stand in each other, and what is in the innermost one. */
function unfold(value: unknown): { depth: number; heart: unknown } {
  let depth = 0;
  let heart = value;
  while (Array.isArray(heart)) {
    depth++;
    heart = heart[0];
  }
  return { depth, heart };
}

describe('JSON from outside', () => {
  it('is what JSON.parse makes of it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        assert.deepEqual(parseJson(text), JSON.parse(text));
      }),
      { numRuns: 300 },
    );
    const wide = JSON.stringify(Array.from({ length: 500 }, (_, index) => ({ index, list: ['[{', '\\"]'] })));
    assert.deepEqual(parseJson(wide), JSON.parse(wide));
  });

  it('keeps what is nested a hundredfold, and has what is deeper as its own JSON', () => {
    assert.deepEqual(unfold(parseJson(nested(100))), { depth: 100, heart: undefined });
    assert.deepEqual(unfold(parseJson(nested(101, '"]", 1'))), { depth: 100, heart: '["]", 1]' });
    const { depth, heart } = unfold(parseJson(nested(200_000, '"the heart"')));
    assert.equal(depth, 100);
    assert.equal(heart, nested(199_900, '"the heart"'));
  });

  it('does not become valid by being deep', () => {
    assert.throws(() => parseJson('['.repeat(500)), SyntaxError);
    assert.throws(() => parseJson(`${nested(500)}]`), SyntaxError);
    assert.throws(() => parseJson(`${'['.repeat(500)}${'}'.repeat(500)} x`), SyntaxError);
  });

  it('lets an event through whose arguments are bottomless, and they can be compared and copied', () => {
    const parser = new EventParser();
    const data = `{"callId":"c","toolName":"t","status":"awaiting_approval","args":{"a":${nested(20_000)}}}`;
    const [event] = parser.feed(Buffer.from(`event: tool_call\ndata: ${data}\n\n`));
    assert.equal(event?.type, 'tool_call');
    assert.deepEqual(structuredClone(event), event);
    assert.ok(JSON.stringify(event).includes('['.repeat(19_000)));
  });
});
