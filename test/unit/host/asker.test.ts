import assert from 'node:assert/strict';
import type { Connection } from '../../../src/core/session/state';
import type { WaitingTool } from '../../../src/core/session/task-session';
import { Asker, type Answer } from '../../../src/host/approvals/asker';
import { tool } from './waiting-tool';

interface Shown {
  readonly text: string;
  readonly answers: readonly Answer[];
  readonly news: readonly string[];
  readonly press: (answer?: Answer) => Promise<void>;
}

/** Notifications that the test answers, over sessions that the test fills; what is scheduled runs when the test says so. */
class Desk {
  sessions: { taskId: string; waiting: readonly WaitingTool[]; connection: Connection }[] = [];
  readonly shown: Shown[] = [];
  readonly done: string[] = [];
  scheduled: (() => void)[] = [];
  silent = false;
  readonly asker = new Asker(() => this.sessions, {
    ask: (text, answers, news) =>
      new Promise((resolve) => {
        const press = async (answer?: Answer): Promise<void> => {
          resolve(answer);
          await new Promise((settled) => setImmediate(settled));
          this.settle();
        };
        this.shown.push({ text, answers, news: news.map(({ callId }) => callId), press });
      }),
    answer: ({ callId }, outcome) => this.done.push(`${callId} ${outcome}`),
    review: (tools) => this.done.push(`review ${tools.map(({ callId }) => callId).join(' ')}`),
    tooLate: () => this.done.push('too late'),
    isSilent: () => this.silent,
    schedule: (work) => {
      this.scheduled.push(work);
      return () => {
        this.scheduled = this.scheduled.filter((other) => other !== work);
      };
    },
  });

  /** These calls wait now; no others. */
  wait(...waiting: WaitingTool[]): void {
    const ids = [...new Set(waiting.map(({ taskId }) => taskId))];
    this.sessions = ids.map((taskId) => ({
      taskId,
      waiting: waiting.filter((each) => each.taskId === taskId),
      connection: { kind: 'connected' },
    }));
    if (ids.length === 0) this.sessions = [{ taskId: 't', waiting: [], connection: { kind: 'connected' } }];
    this.asker.update();
  }

  settle(): void {
    for (const work of this.scheduled.splice(0)) work();
  }

  ask(...waiting: WaitingTool[]): void {
    this.wait(...waiting);
    this.settle();
  }

  get texts(): readonly string[] {
    return this.shown.map(({ text }) => text.replace('"Sum up the sales"', 'T'));
  }
}

const c2 = tool({ callId: 'c2', args: { command: 'ls' } });
const other = tool({ taskId: 'u', taskTitle: 'Other', callId: 'd1' });

describe('asking', () => {
  it('asks about one call with all of its answers, once, and takes the answer', async () => {
    const desk = new Desk();
    desk.ask(tool());
    desk.ask(tool());
    assert.deepEqual(desk.texts, ['T wants to run shell: command: "npm test"']);
    assert.deepEqual(desk.shown[0]!.answers, ['Approve once', 'Always approve', 'Reject', 'Review']);
    await desk.shown[0]!.press('Always approve');
    assert.deepEqual(desk.done, ['c1 proceed_always']);
    desk.ask(tool());
    assert.equal(desk.shown.length, 1);
  });

  it('asks about nothing that came while notifications were silenced, and about what comes afterwards', () => {
    const desk = new Desk();
    desk.silent = true;
    desk.ask(tool());
    desk.silent = false;
    desk.ask(tool());
    assert.deepEqual(desk.texts, []);
    desk.wait(tool(), other);
    desk.silent = true;
    desk.settle();
    desk.silent = false;
    desk.ask(tool(), other);
    assert.deepEqual(desk.texts, []);
    desk.ask(tool(), c2);
    assert.deepEqual(desk.texts, ['T: 2 tools wait for you']);
  });

  it('puts calls that come together into one notification a task, which leads to all of them', async () => {
    const desk = new Desk();
    desk.wait(tool());
    desk.wait(tool(), c2, other);
    desk.ask(tool(), c2, other);
    assert.deepEqual(desk.texts, [
      'T: 2 tools wait for you',
      '"Other" wants to run shell: command: "npm test"',
    ]);
    assert.deepEqual(desk.shown[0]!.answers, ['Review']);
    await desk.shown[0]!.press('Review');
    assert.deepEqual(desk.done, ['review c1 c2']);
  });

  it('counts six calls of two tasks', () => {
    const desk = new Desk();
    const calls = (taskId: string) => [1, 2, 3].map((n) => tool({ taskId, callId: `${taskId}${n}` }));
    desk.ask(...calls('a'), ...calls('b'));
    assert.deepEqual(desk.texts, ['T: 3 tools wait for you', 'T: 3 tools wait for you']);
  });

  it('rejects, reviews, and takes a dismissal for no answer', async () => {
    const desk = new Desk();
    desk.ask(tool());
    await desk.shown[0]!.press('Reject');
    desk.ask(c2);
    await desk.shown[1]!.press('Review');
    desk.ask(tool({ callId: 'c3' }));
    await desk.shown[2]!.press();
    assert.deepEqual(desk.done, ['c1 cancel', 'review c2']);
  });

  it('tells the new number when a further call comes; the notification before counts for what it shows', async () => {
    const desk = new Desk();
    desk.ask(tool());
    desk.ask(tool(), c2);
    assert.deepEqual(desk.texts.slice(1), ['T: 2 tools wait for you']);
    await desk.shown[0]!.press('Approve once');
    assert.deepEqual(desk.done, ['c1 proceed_once']);
    desk.wait(c2);
    await desk.shown[1]!.press('Review');
    assert.deepEqual(desk.done.slice(1), ['review c2']);
  });

  it('sends nothing for what was closed meanwhile, and says so', async () => {
    const desk = new Desk();
    desk.ask(tool());
    desk.ask(tool(), c2);
    desk.ask();
    for (const [index, answer] of (['Approve once', 'Review'] as const).entries())
      await desk.shown[index]!.press(answer);
    assert.deepEqual(desk.done, ['too late', 'too late']);
  });

  it('asks anew when the arguments change, and does not approve what was not shown', async () => {
    const desk = new Desk();
    desk.ask(tool());
    desk.ask(tool({ args: { command: 'rm -rf /' } }));
    assert.equal(desk.shown.length, 2);
    await desk.shown[0]!.press('Approve once');
    assert.deepEqual(desk.done, ['too late']);
    await desk.shown[1]!.press('Approve once');
    assert.deepEqual(desk.done, ['too late', 'c1 proceed_once']);
  });

  it('tells which calls were not asked about before, those with other arguments among them', () => {
    const desk = new Desk();
    desk.ask(tool());
    desk.ask(tool(), c2);
    desk.ask(tool({ args: { command: 'rm -rf /' } }), c2);
    assert.deepEqual(
      desk.shown.map(({ news }) => news),
      [['c1'], ['c2'], ['c1']],
    );
  });

  it('does not ask about the rest again when one of several was answered', () => {
    const desk = new Desk();
    desk.ask(tool(), c2);
    desk.ask(c2);
    assert.equal(desk.shown.length, 1);
  });

  it('speaks of five tasks at a time, and of the others as these are answered', async () => {
    const desk = new Desk();
    const many = Array.from({ length: 7 }, (_, n) => tool({ taskId: `t${n}` }));
    desk.ask(...many);
    assert.equal(desk.shown.length, 5);
    desk.wait(...many.slice(1));
    await desk.shown[0]!.press('Reject');
    assert.equal(desk.shown.length, 6);
  });

  it('goes on asking when the questions of five notifications that nobody closes were answered elsewhere', () => {
    const desk = new Desk();
    const many = Array.from({ length: 7 }, (_, n) => tool({ taskId: `t${n}` }));
    desk.ask(...many.slice(0, 5));
    desk.ask(...many.slice(1, 6));
    assert.equal(desk.shown.length, 6);
    desk.ask(many[6]!);
    assert.equal(desk.shown.length, 7);
  });

  it('forgets what it asked when the task is at rest, and not before', async () => {
    const desk = new Desk();
    desk.ask(tool());
    await desk.shown[0]!.press();
    desk.ask();
    desk.ask(tool());
    assert.equal(desk.shown.length, 1);
    desk.sessions = [{ taskId: 't', waiting: [], connection: { kind: 'idle' } }];
    desk.asker.update();
    desk.ask(tool());
    assert.equal(desk.shown.length, 2);
  });

  it('asks nothing after it was disposed', () => {
    const desk = new Desk();
    desk.wait(tool());
    desk.asker.dispose();
    desk.settle();
    assert.deepEqual(desk.shown, []);
  });
});
