import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { answersFor } from '../../../src/host/approvals/asker';
import { describeQuestion, describeSeveral } from '../../../src/host/approvals/question';
import { tool } from './waiting-tool';

describe('the question of a tool', () => {
  it('names the task, the tool and all of its arguments', () => {
    assert.deepEqual(
      describeQuestion(tool({ args: { command: 'npm test', timeout: 5, 'a b': [true, null] } })),
      {
        text: '"Sum up the sales" wants to run shell: command: "npm test", timeout: 5, "a b": [true,null]',
        exact: true,
      },
    );
  });

  it('needs no arguments and no title', () => {
    for (const args of [undefined, null, {}]) {
      assert.deepEqual(describeQuestion(tool({ taskTitle: '', args })), {
        text: 'The agent wants to run shell',
        exact: true,
      });
    }
    assert.equal(describeQuestion(tool({ args: 'ls' })).text, '"Sum up the sales" wants to run shell: "ls"');
  });

  it('tells the number when several wait', () => {
    assert.equal(describeSeveral('Sum up the sales', 3), '"Sum up the sales": 3 tools wait for you');
    assert.equal(describeSeveral(' ', 2), '2 tools wait for you');
    assert.equal(describeSeveral('[x](command:y)', 2), '"[x] (command:y)": 2 tools wait for you');
  });

  it('lets no value pose as another argument, and no title as a tool', () => {
    const { text } = describeQuestion(tool({ args: { path: 'a", force: true' } }));
    assert.ok(text.endsWith('path: "a\\", force: true"'));
    const posing = describeQuestion(tool({ taskTitle: 'x" wants to run read: path: "a"' }));
    assert.ok(posing.text.startsWith(`"x' wants to run read: path: 'a'" wants to run shell`));
  });

  it('is not exact when something is cut, hidden, reordered, linked or broken into lines', () => {
    for (const args of [
      { command: 'x'.repeat(300) },
      { command: 'rm \u202Etxt' },
      { command: 'rm \u200B/' },
      { command: 'rm א /tmp' },
      { command: '[ok](command:x)' },
      { command: 'ls\nrm -rf /' },
      { command: 'a\tb' },
      { command: '\u0441url example.com' },
      { command: 'cat a\u2215b' },
    ]) {
      const question = describeQuestion(tool({ args }));
      assert.equal(question.exact, false, question.text);
      assert.ok(question.text.endsWith('(Review to see all)'));
      assert.deepEqual(answersFor(question), ['Review', 'Reject']);
    }
    for (const toolName of ['', 'a\nb', 'x'.repeat(61), 'shell\u2066']) {
      assert.equal(describeQuestion(tool({ toolName })).exact, false, toolName);
    }
    assert.equal(describeQuestion(tool({ args: { path: 'C:\\new\\table' } })).exact, true);
  });

  it('is always one short line without links, and tells different deeds apart', () => {
    const args = fc.oneof(fc.anything(), fc.dictionary(fc.string(), fc.string()));
    const title = fc.string({ unit: 'binary', maxLength: 80 });
    fc.assert(
      fc.property(title, fc.string({ unit: 'binary' }), args, args, (taskTitle, toolName, one, other) => {
        const json = [one, other].map(asJson);
        const [first, second] = json.map((value) =>
          describeQuestion(tool({ taskTitle, toolName, args: value })),
        );
        assert.ok(!/[\p{Cc}\u2028\u202E]|\]\(/u.test(first!.text));
        assert.ok(Array.from(first!.text).length <= 400);
        const isSame = JSON.stringify(json[0] ?? {}) === JSON.stringify(json[1] ?? {});
        if (!isSame && first!.exact && second!.exact) assert.notEqual(first!.text, second!.text);
      }),
    );
  });
});

/** What is left of a value that came as JSON. */
function asJson(value: unknown): unknown {
  const noBigInts = (_key: string, each: unknown): unknown =>
    typeof each === 'bigint' ? String(each) : each;
  const wrapped: unknown = JSON.parse(JSON.stringify([value], noBigInts));
  return Array.isArray(wrapped) ? wrapped[0] : undefined;
}
