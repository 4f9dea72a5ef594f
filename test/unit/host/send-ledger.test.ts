import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SigmicError, type HistoryMessage, type Task } from '../../../src/core/api';
import type { TaskSession } from '../../../src/core/session/task-session';
import { deliver, lookFor, UnknownFate } from '../../../src/host/chat/delivery';
import { FollowUpDelivery } from '../../../src/host/chat/follow-up';
import { NewTaskDelivery } from '../../../src/host/chat/new-task';
import { SendLedger, StillSending } from '../../../src/host/chat/send-ledger';
import { Claims } from '../../../src/host/platform/claims';
import { ManualClock } from '../session/manual-clock';
import { fastClock } from '../session/fast-clock';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

/** Seconds of waiting take milliseconds. */
const hasty = fastClock(1000);
const lost = new SigmicError('network', 'reset', { sent: true });
/** A process number that the system never gives. */
const NOBODY = 2 ** 30;

describe('equal words of several windows', () => {
  const folder = temporaryFolder();
  const ledger = (): SendLedger => new SendLedger(join(folder(), 'sending'), silentLog);
  const claims = (): Claims => new Claims(join(folder(), 'claims'), silentLog);
  /** Some window has noted that it sends. */
  async function begun(): Promise<void> {
    const names = (): Promise<string[]> => readdir(join(folder(), 'sending')).catch(() => []);
    while (!(await names()).some((name) => name.endsWith('.json')));
  }
  const absent = (error: unknown): boolean => error instanceof UnknownFate && error.look === 'absent';

  /**
   * A window in which the creation of a task comes out as `answer` does; all see the same `tasks`, with what happens `meanwhile`
   * they are asked for.
   */
  function newTaskFrom(
    id: string,
    tasks: readonly Task[],
    answer: () => Promise<string>,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ) {
    const made: string[] = [];
    const own = claims();
    const delivery = new NewTaskDelivery(
      {
        createTask: async () => ({ id: await answer(), status: 'pending' }),
        listTasks: async () => {
          await meanwhile();
          return { tasks: [...tasks], pagination: { hasMore: false } };
        },
        clockAhead: () => 0,
      },
      { message: 'Go', autoExecute: true, showInHistory: true, variables: () => Promise.resolve({}) },
      { kind: 'task', id, sentAt: Date.now(), known: [] },
      {
        claim: (taskId, attempt) => own.claimFor(`made ${taskId}`, attempt),
        ledger: ledger(),
        words: 'task Go',
        maskText: (text) => text,
        created: (task) => void made.push(task.id),
      },
    );
    return { delivery, made };
  }

  it('make a task each: one whose answer is still on its way is nobody else’s', async () => {
    const tasks: Task[] = [];
    let answer: (id: string) => void = () => undefined;
    const slow = newTaskFrom('a', tasks, () => new Promise((resolve) => (answer = resolve)));
    const sending = deliver(slow.delivery, [], {}, false, hasty);
    await begun();
    tasks.push({ id: 't1', message: 'Go', status: 'running', pendingApprovals: [] });
    const cut = newTaskFrom('b', tasks, () => Promise.reject(lost));
    const looked = deliver(cut.delivery, [], {}, false, hasty);
    setTimeout(() => answer('t1'), 150);
    await assert.rejects(looked, absent);
    await sending;
    assert.deepEqual([slow.made, cut.made], [['t1'], []]);
    tasks.push({ id: 't2', message: 'Go', status: 'running', pendingApprovals: [] });
    assert.equal(await lookFor(cut.delivery, hasty), 'arrived');
    assert.deepEqual(cut.made, ['t2']);
  });

  it('make a task each: also one that another window makes while its list is on its way here', async () => {
    const tasks: Task[] = [];
    let answer: (id: string) => void = () => undefined;
    const slow = newTaskFrom('a', tasks, () => new Promise((resolve) => (answer = resolve)));
    let sending: Promise<void> | undefined;
    const cut = newTaskFrom(
      'b',
      tasks,
      () => Promise.reject(lost),
      async () => {
        if (sending !== undefined) return;
        sending = deliver(slow.delivery, [], {}, false, hasty);
        await begun();
        tasks.push({ id: 't1', message: 'Go', status: 'running', pendingApprovals: [] });
        setTimeout(() => answer('t1'), 150);
      },
    );
    await assert.rejects(deliver(cut.delivery, [], {}, false, hasty), absent);
    await sending;
    assert.deepEqual([slow.made, cut.made], [['t1'], []]);
  });

  /**
   * A window whose message to the task comes out as `answer` does; all see the same `said`, with what happens `meanwhile` that is
   * asked for.
   */
  function messageFrom(
    id: string,
    said: readonly HistoryMessage[],
    answer: () => Promise<void>,
    meanwhile: () => Promise<void> = () => Promise.resolve(),
  ) {
    const session: Pick<TaskSession, 'taskId' | 'send' | 'reopen'> = {
      taskId: 't',
      send: async (_text, _files, _options, look) => {
        await answer().catch(async (error: unknown) => {
          if ((await look?.()) !== true) throw error;
        });
      },
      reopen: () => undefined,
    };
    const client = {
      getHistory: async () => {
        await meanwhile();
        return { taskId: 't', messages: [...said] };
      },
      clockAhead: () => 0,
    };
    const message = { text: 'Go', sentAt: Date.now(), known: 0 };
    return new FollowUpDelivery({ client, ledger: ledger(), claims: claims() }, session, 'Go', message, id);
  }
  const saved = (id: string): HistoryMessage => ({
    id,
    role: 'user',
    content: 'Go',
    attachedFiles: [],
    thoughts: [],
    toolCalls: [],
  });
  const fail = (): Promise<void> => Promise.reject(lost);

  it('are a message each: one that another window sent is not this one', async () => {
    const said: HistoryMessage[] = [];
    await deliver(
      messageFrom('a', said, () => Promise.resolve(void said.push(saved('m1')))),
      [],
      {},
      false,
      hasty,
    );
    const cut = messageFrom('b', said, fail);
    await assert.rejects(deliver(cut, [], {}, false, hasty), absent);
    said.push(saved('m2'));
    assert.equal(await cut.arrived(), true);
    assert.equal(await cut.arrived(), true, 'it is its own');
    assert.equal(await messageFrom('c', said, fail).arrived(), false);
  });

  it('are a message each: also one that another window sends while the history is on its way here', async () => {
    const said: HistoryMessage[] = [];
    let answer: () => void = () => undefined;
    const slow = messageFrom('a', said, () => new Promise((resolve) => (answer = resolve)));
    let sending: Promise<void> | undefined;
    const cut = messageFrom('b', said, fail, async () => {
      if (sending !== undefined) return;
      sending = deliver(slow, [], {}, false, hasty);
      await begun();
      said.push(saved('m1'));
      setTimeout(() => answer(), 150);
    });
    await assert.rejects(deliver(cut, [], {}, false, hasty), absent);
    await sending;
  });

  it('are taken by one of those that look at the same time', async () => {
    const said = [saved('m1')];
    const looks = ['a', 'b', 'c', 'd'].map((id) => lookFor(messageFrom(id, said, fail)));
    assert.deepEqual((await Promise.all(looks)).sort(), ['absent', 'absent', 'absent', 'arrived']);
  });

  it('wait for no window that is gone, and not for ever for one that is there', async () => {
    const clock = new ManualClock();
    const own = new SendLedger(join(folder(), 'sending'), silentLog, clock);
    await own.begin('Go', 'theirs');
    const [name = ''] = await readdir(join(folder(), 'sending'));
    const path = join(folder(), 'sending', name);
    const waiting = assert.rejects(own.others('Go', 'mine', 0), StillSending);
    const impatient = setInterval(() => clock.advance(1000), 1);
    await waiting;
    clearInterval(impatient);
    assert.equal(await own.others('Go', 'theirs', 0), 0, 'its own');
    assert.equal(await own.others('Come', 'mine', 0), 0, 'other words');
    await writeFile(path, (await readFile(path, 'utf8')).replace(String(process.pid), String(NOBODY)));
    assert.equal(await own.others('Go', 'mine', 0), 0);
    await writeFile(path, '{"pid":');
    assert.equal(await own.others('Go', 'mine', 0), 0);
  });

  it('are forgotten after a day, and what nobody understands at once', async () => {
    const clock = new ManualClock();
    const own = new SendLedger(join(folder(), 'sending'), silentLog, clock);
    await own.sent('Go', 'old');
    await writeFile(join(folder(), 'sending', 'strange.json'), '[]');
    clock.advance(23 * 3_600_000);
    await own.sent('Go', 'new');
    await own.sweep();
    assert.equal(await own.others('Go', 'mine', 0), 2);
    assert.equal(await own.others('Go', 'mine', clock.now()), 1);
    clock.advance(2 * 3_600_000);
    await own.sweep();
    assert.equal(await own.others('Go', 'mine', 0), 1);
    assert.equal((await readdir(join(folder(), 'sending'))).length, 1);
  });

  it('are told apart no more when the disk fails, but go', async () => {
    const warnings: unknown[] = [];
    await writeFile(join(folder(), 'file'), '');
    const log = { ...silentLog, warn: (line: unknown) => void warnings.push(line) };
    const broken = new SendLedger(join(folder(), 'file', 'sending'), log);
    await broken.begin('Go', 'a');
    assert.equal(await broken.others('Go', 'b', 0), 0);
    await broken.sweep();
    assert.equal(warnings.length, 1);
  });
});
