import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { WaitingTool } from '../../../src/core/session/task-session';
import { Asker, answersFor, type Answer } from '../../../src/host/approvals/asker';
import { describeQuestion } from '../../../src/host/approvals/question';

function tool(fields: Partial<WaitingTool> = {}): WaitingTool {
  return {
    taskId: 't',
    taskTitle: 'Sum up the sales',
    callId: 'c1',
    toolName: 'shell',
    args: { command: 'npm test' },
    ...fields,
  };
}

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

/** Notifications that the test answers, over sessions that the test fills. */
class Desk {
  waiting: WaitingTool[] = [];
  readonly shown: { text: string; answers: readonly Answer[]; press: (answer?: Answer) => Promise<void> }[] =
    [];
  readonly done: string[] = [];
  readonly asker = new Asker(() => [{ waiting: this.waiting }], {
    ask: (text, answers) =>
      new Promise((resolve) => {
        const press = async (answer?: Answer): Promise<void> => {
          resolve(answer);
          await new Promise((settled) => setImmediate(settled));
        };
        this.shown.push({ text, answers, press });
      }),
    answer: ({ callId }, outcome) => this.done.push(`${callId} ${outcome}`),
    review: ({ callId }) => this.done.push(`${callId} review`),
    tooLate: ({ callId }) => this.done.push(`${callId} too late`),
  });

  wait(...waiting: WaitingTool[]): void {
    this.waiting = waiting;
    this.asker.update();
  }
}

describe('asking', () => {
  it('asks about each call once and takes the answer', async () => {
    const desk = new Desk();
    desk.wait(tool());
    desk.wait(tool(), tool({ callId: 'c2' }));
    assert.equal(desk.shown.length, 2);
    await desk.shown[0]!.press('Approve once');
    await desk.shown[1]!.press('Always approve');
    assert.deepEqual(desk.done, ['c1 proceed_once', 'c2 proceed_always']);
    desk.wait(tool());
    assert.equal(desk.shown.length, 2);
  });

  it('rejects, reviews, and takes a dismissal for no answer', async () => {
    const desk = new Desk();
    desk.wait(tool(), tool({ callId: 'c2' }), tool({ callId: 'c3' }));
    await desk.shown[0]!.press('Reject');
    await desk.shown[1]!.press('Review');
    await desk.shown[2]!.press();
    assert.deepEqual(desk.done, ['c1 cancel', 'c2 review']);
  });

  it('sends nothing for a question that was closed meanwhile', async () => {
    const desk = new Desk();
    desk.wait(tool());
    desk.wait();
    await desk.shown[0]!.press('Approve once');
    assert.deepEqual(desk.done, ['c1 too late']);
  });

  it('asks anew when the arguments change, and does not approve what was not shown', async () => {
    const desk = new Desk();
    desk.wait(tool());
    desk.wait(tool({ args: { command: 'rm -rf /' } }));
    assert.equal(desk.shown.length, 2);
    await desk.shown[0]!.press('Approve once');
    assert.deepEqual(desk.done, ['c1 too late']);
    await desk.shown[1]!.press('Approve once');
    assert.deepEqual(desk.done, ['c1 too late', 'c1 proceed_once']);
  });

  it('asks five at a time, and the others as these are answered', async () => {
    const desk = new Desk();
    const many = Array.from({ length: 7 }, (_, n) => tool({ callId: `c${n}` }));
    desk.wait(...many);
    assert.equal(desk.shown.length, 5);
    desk.waiting = many.slice(1);
    await desk.shown[0]!.press('Reject');
    assert.equal(desk.shown.length, 6);
    desk.wait(...many.slice(3));
    assert.equal(desk.shown.length, 7);
  });
});
