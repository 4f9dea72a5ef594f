import assert from 'node:assert/strict';
import { after, before } from 'mocha';
import { isSigmicError, SigmicClient, createTransport } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import { ProfileClient } from '../../../src/host/auth/profile-client';
import { startEmulator, type Emulator } from '../../emulator';
import { collect, recordingLog } from '../api/setup';

const keys = { home: `sigmic_${'1'.repeat(64)}`, work: `sigmic_${'2'.repeat(64)}` };
type Name = keyof typeof keys;

describe('the Task API with two credentials', () => {
  let emulator: Emulator;
  const transport = createTransport({}, {});
  const { log } = recordingLog();
  const profileOfTask = new Map<string, string>();
  const failures: string[] = [];
  let inUse: Name = 'home';
  let current: Record<Name, string> = { ...keys };

  const plain = (name: Name): SigmicClient =>
    new SigmicClient({
      origin: () => emulator.url,
      credential: () => Promise.resolve(current[name]),
      transport: () => transport,
      log,
    });
  const client = new ProfileClient({
    ready: () => Promise.resolve(),
    clientOf: (id) => plain(id === 'work' ? 'work' : 'home'),
    profileId: () => inUse,
    profileOf: (taskId) => profileOfTask.get(taskId) ?? inUse,
    learn: (ids, profile, listed) => {
      for (const id of ids) if (listed || !profileOfTask.has(id)) profileOfTask.set(id, profile);
    },
    failed: (error, profile) =>
      void failures.push(`${profile} ${isSigmicError(error) ? String(error.code) : ''}`),
  });

  const create = async (name: Name, message: string): Promise<string> => {
    inUse = name;
    return (await client.createTask({ message, autoExecute: true })).id;
  };

  before(async () => {
    emulator = await startEmulator({ pace: 0, key: keys.home, keys: [keys.work], startWhenWatched: true });
  });
  beforeEach(() => {
    failures.length = 0;
    current = { ...keys };
    profileOfTask.clear();
    inUse = 'home';
  });
  after(async () => {
    await emulator.close();
    await transport.close();
  });

  it('keeps the tasks of one from the other', async () => {
    const [home, work] = [await create('home', 'What is 1 + 1?'), await create('work', 'What is 2 + 2?')];
    const listed = async (name: Name): Promise<string[]> => {
      inUse = name;
      return (await client.listTasks()).tasks.map(({ id }) => id);
    };
    assert.ok((await listed('home')).includes(home));
    assert.ok(!(await listed('home')).includes(work));
    assert.deepEqual(await listed('work'), [work]);
    await assert.rejects(plain('home').getTask(work), { code: 'NOT_FOUND' });
    inUse = 'home';
    assert.equal((await client.getTask(work)).message, 'What is 2 + 2?');
  });

  it('streams both at the same time, each with its own, whichever is in use', async () => {
    for (const name of ['home', 'work'])
      emulator.script(new RegExp(`stream at ${name}`), [
        { event: 'content', data: { text: `At ${name}. `, isPartial: true } },
        { gate: 'both' },
        { event: 'content', data: { text: 'The end.', isPartial: true } },
      ]);
    const ids = [await create('home', 'stream at home'), await create('work', 'stream at work')];
    inUse = 'home';
    const sessions = new SessionRegistry({ client, log });
    const held = ids.map((id) => sessions.acquire(id));
    const text = (at: number): string =>
      held[at]?.session.transcript.turns
        .flatMap(({ segments }) => segments)
        .map((segment) => (segment.kind === 'text' ? segment.text : ''))
        .join('') ?? '';
    const until = (wanted: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (wanted()) resolve();
        };
        sessions.onUpdate(look);
        look();
      });
    await until(() => text(0) === 'At home. ' && text(1) === 'At work. ');
    inUse = 'work';
    emulator.openGate('both');
    await until(() => held.every(({ session }) => session.head.status === 'completed'));
    assert.deepEqual([text(0), text(1)], ['At home. The end.', 'At work. The end.']);
    assert.deepEqual(failures, []);
    sessions.dispose();
  });

  it('tells whose credential was refused, of calls and of streams', async () => {
    const work = await create('work', 'What is 3 + 3?');
    inUse = 'home';
    current = { ...keys, work: `sigmic_${'3'.repeat(64)}` };
    await assert.rejects(client.getTask(work), { code: 'INVALID_API_KEY' });
    await assert.rejects(collect(client.openStream(work)), { code: 'INVALID_API_KEY' });
    await client.listTasks();
    assert.deepEqual(failures, ['work INVALID_API_KEY', 'work INVALID_API_KEY']);
  });

  it('learns of a task that nobody has listed only when it could be read', async () => {
    const work = await create('work', 'What is 4 + 4?');
    profileOfTask.clear();
    inUse = 'home';
    await assert.rejects(client.getTask(work), { code: 'NOT_FOUND' });
    assert.equal(profileOfTask.get(work), undefined);
    inUse = 'work';
    await client.getTask(work);
    inUse = 'home';
    assert.equal((await client.getTask(work)).id, work);
  });
});
