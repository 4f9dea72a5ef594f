import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Task } from '../../../src/core/api';
import { NewTaskDelivery, type NewTaskDraft } from '../../../src/host/chat/new-task';
import { SendLedger } from '../../../src/host/chat/send-ledger';
import { silentLog } from '../session/watch';
import { file } from './scripted-delivery';
import { temporaryFolder } from './temporary-folder';

describe('creating a task', () => {
  const folder = temporaryFolder();
  const now = Date.parse('2026-05-01T12:00:00Z');

  function task(id: string, message: string, createdAt: string): Task {
    return { id, message, createdAt, status: 'running', pendingApprovals: [] };
  }

  function rig(draft: Partial<NewTaskDraft> = {}, tasks: Task[] = [], known: string[] = [], ahead = 0) {
    const inputs: unknown[] = [];
    const created: Task[] = [];
    const pages: unknown[] = [];
    const taken = new Map<string, string>();
    const delivery = new NewTaskDelivery(
      {
        createTask: (input) => {
          inputs.push(input);
          return Promise.resolve({ id: 'new', status: 'pending' as const });
        },
        listTasks: (page) => {
          const { limit = 50, offset = 0 } = page ?? {};
          pages.push(offset);
          const pagination = { hasMore: tasks.length > offset + limit };
          return Promise.resolve({ tasks: tasks.slice(offset, offset + limit), pagination });
        },
        clockAhead: () => ahead,
      },
      {
        message: 'Sum up',
        autoExecute: false,
        showInHistory: true,
        variables: () => Promise.resolve({}),
        ...draft,
      },
      { kind: 'task', id: 'this', sentAt: now, known },
      {
        claim: (id, by) => {
          if (!taken.has(id)) taken.set(id, by);
          return Promise.resolve(taken.get(id) === by);
        },
        ledger: new SendLedger(join(folder(), 'sending'), silentLog),
        words: 'task',
        maskText: (text) => text.replace('hunter22', '••••'),
        created: (each) => void created.push(each),
      },
    );
    return { delivery, inputs, created, taken, pages };
  }

  it('leaves out what is empty', async () => {
    const { delivery, inputs, created } = rig({ systemPrompt: '  ' });
    await delivery.send([], {});
    assert.deepEqual(inputs, [{ message: 'Sum up', autoExecute: false, showInHistory: true }]);
    assert.deepEqual(
      created.map(({ id, message }) => [id, message]),
      [['new', 'Sum up']],
    );
  });

  it('sends variables, but never together with files', async () => {
    const { delivery, inputs } = rig({
      variables: () => Promise.resolve({ env: { A: '1' }, secrets: { B: '2' } }),
      systemPrompt: 'Be brief',
      showInHistory: false,
    });
    await delivery.send([], {});
    assert.deepEqual(inputs, [
      {
        message: 'Sum up',
        autoExecute: false,
        showInHistory: false,
        systemPrompt: 'Be brief',
        env: { A: '1' },
        secrets: { B: '2' },
      },
    ]);
    for (const values of [{ env: { A: '1' } }, { secrets: { B: '2' } }]) {
      const alone = rig({ variables: () => Promise.resolve({ env: {}, secrets: {}, ...values }) });
      await alone.delivery.send([], {});
      assert.deepEqual(alone.inputs, [
        { message: 'Sum up', autoExecute: false, showInHistory: true, ...values },
      ]);
    }
    await assert.rejects(delivery.send([file('a.csv')], {}), { code: 'FILES_WITH_VARIABLES', sent: false });
  });

  it('knows itself although a secret in its message is masked in the list', async () => {
    const itself = task('x', 'Log in with ••••', '2026-05-01T12:00:02Z');
    const { delivery, inputs, created } = rig({ message: 'Log in with hunter22' }, [itself]);
    assert.equal(await delivery.arrived(), true);
    await delivery.send([], {});
    assert.deepEqual(
      created.map(({ message }) => message),
      ['Log in with ••••', 'Log in with ••••'],
    );
    assert.deepEqual(inputs, [{ message: 'Log in with hunter22', autoExecute: false, showInHistory: true }]);
  });

  it('finds itself among the newest tasks, and nothing else', async () => {
    const itself = task('x', 'Sum up', '2026-05-01T12:00:02Z');
    const { delivery, created } = rig({}, [task('y', 'Other', '2026-05-01T12:00:03Z'), itself]);
    assert.equal(await delivery.arrived(), true);
    assert.deepEqual(created, [itself]);
    assert.equal(await rig({}, [itself], ['x']).delivery.arrived(), false);
    assert.equal(await rig({}, [task('x', 'Sum up', '2026-05-01T11:00:00Z')]).delivery.arrived(), false);
  });

  it('finds itself when the server tells no time, but never a task that was there before', async () => {
    const timeless = { ...task('x', 'Sum up', ''), createdAt: undefined };
    assert.equal(await rig({}, [timeless]).delivery.arrived(), true);
    assert.equal(await rig({}, [timeless], ['x']).delivery.arrived(), false);
  });

  it('goes by the time of the server, however far that is from ours', async () => {
    const hour = 3_600_000;
    for (const ahead of [-hour, hour]) {
      const at = (ms: number): string => new Date(now + ahead + ms).toISOString();
      assert.equal(await rig({}, [task('x', 'Sum up', at(2000))], [], ahead).delivery.arrived(), true);
      assert.equal(
        await rig({}, [task('x', 'Sum up', at(-2 * 60_000))], [], ahead).delivery.arrived(),
        false,
      );
    }
  });

  it('looks as far back as tasks were touched since, and no further than 200', async () => {
    const others = Array.from({ length: 400 }, (_each, index) =>
      task(`o${index}`, 'Other', '2026-05-01T12:00:05Z'),
    );
    const itself = task('x', 'Sum up', '2026-05-01T12:00:02Z');
    const found = rig({}, [...others.slice(0, 130), itself]);
    assert.equal(await found.delivery.arrived(), true);
    assert.deepEqual(found.pages, [0, 50, 100]);
    const old = others.map((each) => ({ ...each, lastActivityAt: '2026-05-01T11:00:00Z' }));
    const missing = rig({}, old);
    assert.equal(await missing.delivery.arrived(), false);
    assert.deepEqual(missing.pages, [0]);
    const busy = rig({}, others);
    assert.equal(await busy.delivery.arrived(), false);
    assert.deepEqual(busy.pages, [0, 50, 100, 150]);
  });

  it('leaves a task to the attempt that made or found it', async () => {
    const [one, two] = ['x', 'y'].map((id) => task(id, 'Sum up', '2026-05-01T12:00:02Z'));
    const { delivery, created, taken } = rig({}, [one!, two!]);
    taken.set('x', 'another');
    assert.equal(await delivery.arrived(), true);
    assert.equal(await delivery.arrived(), true, 'it is its own');
    assert.deepEqual(created, [two, two]);
    await delivery.send([], {});
    assert.equal(taken.get('new'), 'this');
  });

  it('cannot be looked for when it is not listed', async () => {
    const { delivery, pages } = rig({ showInHistory: false }, [task('x', 'Sum up', '2026-05-01T12:00:02Z')]);
    assert.equal(await delivery.arrived(), undefined);
    assert.deepEqual(pages, []);
  });
});
