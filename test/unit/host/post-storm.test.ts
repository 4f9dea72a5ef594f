import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { SigmicClient, createTransport, type Task, type Transport } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { TaskSession } from '../../../src/core/session/task-session';
import { Composer, type Draft } from '../../../src/host/chat/composer';
import { followUp, newTask } from '../../../src/host/chat/deliveries';
import type { Delivery } from '../../../src/host/chat/delivery';
import { SendLedger } from '../../../src/host/chat/send-ledger';
import { Claims } from '../../../src/host/platform/claims';
import { KnownSecrets } from '../../../src/host/platform/known-secrets';
import { startEmulator, type Emulator } from '../../emulator';
import { when } from '../session/rig';
import { fastClock } from '../session/fast-clock';
import { silentLog } from '../session/watch';
import { startCuttingFront, type Cut, type CuttingFront } from './cutting-front';
import { temporaryFolder } from './temporary-folder';

/** So many tasks and messages in all; 1,000 take half a minute. Each run is another one, told by its seed. */
const POSTS = Number(process.env.STORM_POSTS ?? 200);
const WINDOWS = 5;

/** Numbers from 0 to 1, the same for the same seed (Park and Miller's generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('a storm of cuts while tasks and messages are sent', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  const seed = Number(process.env.STORM_SEED ?? randomInt(1, 2_147_483_647));
  const random = numbers(seed);
  let emulator: Emulator;
  let front: CuttingFront;
  let calm = false;

  beforeEach(async () => {
    calm = false;
    emulator = await startEmulator({ pace: 0 });
    emulator.script(/./, [{ event: 'content', data: { text: 'Yes.', isPartial: true } }]);
    front = await startCuttingFront(Number(new URL(emulator.url).port), plan);
  });
  afterEach(async () => {
    await front.close();
    await emulator.close();
  });

  /** Two of three exchanges are cut somewhere. */
  function plan(): Cut | undefined {
    const [where, at, how] = [random(), random(), random()];
    if (calm || where < 0.34) return undefined;
    return {
      in: where < 0.56 ? 'request' : where < 0.78 ? 'response' : 'late',
      at,
      how: how < 0.5 ? 'end' : 'reset',
    };
  }

  /** One window: its connections, its sessions, and chats in it. */
  function openWindow() {
    const transport: Transport = createTransport({}, {});
    const client = new SigmicClient({
      origin: () => front.url,
      credential: () => Promise.resolve(emulator.key),
      transport: () => transport,
      log: silentLog,
      random: () => 0,
    });
    const sessions = new SessionRegistry({ client, log: silentLog });
    const services = {
      client,
      sessions,
      settings: { autoExecute: () => true },
      secrets: new KnownSecrets(),
      profiles: { tasks: () => [] },
      claims: new Claims(join(folder(), 'claims'), silentLog),
      ledger: new SendLedger(join(folder(), 'sending'), silentLog),
    };
    const close = async (): Promise<void> => {
      sessions.dispose();
      await transport.close();
    };
    return { services, client, sessions, close };
  }
  type Window = ReturnType<typeof openWindow>;

  /** A chat whose drafts are sent by `delivery`. */
  function chat(delivery: (draft: Draft) => Delivery): Composer {
    return new Composer({
      changed: () => undefined,
      sent: () => undefined,
      delivery,
      remember: () => Promise.resolve(),
      queue: () => undefined,
      filesFollow: () => false,
      delivered: () => undefined,
      withSignIn: (operation) => operation(),
      tell: () => undefined,
      failed: () => undefined,
      clock: fastClock(1000),
      words: () => ({ doing: 'send it', look: 'Look' }),
    });
  }

  /** A person who sends a draft and, as long as it is told to, waits until the server has come to rest and presses the button. */
  async function insist(composer: Composer, draft: Draft): Promise<void> {
    for (let sent = await composer.send(draft); !sent; sent = await composer.retry(draft)) {
      const { problem } = composer.state;
      assert.equal(problem?.action?.id, 'retry', problem?.message);
      while (emulator.requests.some(({ status }) => status === undefined)) await soon();
    }
  }

  const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Has `work` done for each item, by some at a time. */
  async function share<T>(
    items: readonly T[],
    workers: number,
    work: (item: T, worker: number) => Promise<void>,
  ): Promise<void> {
    const left = [...items];
    const worker = async (_each: unknown, index: number): Promise<void> => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item, index);
    };
    await Promise.all(Array.from({ length: workers }, worker));
  }

  async function allTasks({ client }: Window): Promise<Task[]> {
    const found: Task[] = [];
    for (let more = true; more;) {
      const page = await client.listTasks({ limit: 100, offset: found.length });
      found.push(...page.tasks);
      more = page.pagination.hasMore;
    }
    return found;
  }

  it('makes every task once, whatever its words', async () => {
    // Every third one says what others say too.
    const texts = Array.from({ length: POSTS / 2 }, (_each, index) =>
      index % 3 === 0 ? `The same again ${index % 4}` : `Task ${index}`,
    );
    const windows = Array.from({ length: WINDOWS }, openWindow);
    const made: string[] = [];
    await share(texts, WINDOWS, async (text, index) => {
      const { services, client } = windows[index] as Window;
      const deps = {
        client,
        profileId: 'p',
        variables: () => Promise.resolve({}),
        created: ({ id }: Task) => void made.push(id),
      };
      await insist(
        chat((draft) => newTask(services, draft, false, deps)),
        { text },
      );
    });
    calm = true;
    const tasks = await allTasks(windows[0] as Window);
    for (const window of windows) await window.close();
    assert.ok(front.cuts > texts.length / 2, `${front.cuts} cuts`);
    assert.deepEqual(tasks.map(({ message }) => message).sort(), [...texts].sort(), `seed ${seed}`);
    assert.deepEqual([...made].sort(), tasks.map(({ id }) => id).sort(), `seed ${seed}`);
  });

  it('delivers every message once, whatever its words', async () => {
    const ways = 5;
    const window = openWindow();
    const { services, client, sessions } = window;
    calm = true;
    const ids: string[] = [];
    for (let way = 0; way < ways; way++)
      ids.push((await client.createTask({ message: 'Begin', autoExecute: true })).id);
    calm = false;
    const said = Array.from({ length: POSTS / 2 / ways }, (_each, index) =>
      index % 3 === 0 ? 'Go on' : `Message ${index}`,
    );
    await share(ids, ways, async (id) => {
      const { session } = sessions.acquire(id);
      for (const text of said) {
        await ready(session);
        await insist(
          chat(() => followUp(services, session, text)),
          { text },
        );
      }
      await ready(session);
    });
    for (const id of ids) {
      const { messages } = await client.getHistory(id);
      const asked = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
      assert.deepEqual(asked, ['Begin', ...said], `seed ${seed}`);
    }
    await window.close();
    assert.ok(front.cuts > POSTS / 4, `${front.cuts} cuts`);
  });

  const ready = (session: TaskSession): Promise<void> =>
    when(session, () => session.connection.kind === 'idle' && session.head.status === 'completed');
});
