import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { TaskStatus } from '../../../src/core/api';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import { CompletionNotices, type CompletionDeps } from '../../../src/host/chat/completion-notices';
import { Claims } from '../../../src/host/platform/claims';
import { settle } from '../session/rig';
import { content, done, failure, historyDone, question } from '../session/events';
import { ManualClock } from '../session/manual-clock';
import { ScriptedApi } from '../session/scripted-api';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

/** One VS Code window: its own session of the task, its own notices, the claims shared with the others. */
class Window {
  readonly api = new ScriptedApi();
  readonly said: string[] = [];
  readonly claimed: Promise<boolean>[] = [];
  private readonly registry = new SessionRegistry({
    client: this.api,
    log: silentLog,
    clock: new ManualClock(),
    random: () => 0.5,
  });
  private readonly notices: CompletionNotices;

  constructor(folder: string, clock: ManualClock, deps: Partial<CompletionDeps> = {}) {
    const claims = new Claims(folder, silentLog);
    this.notices = new CompletionNotices({
      sessions: this.registry,
      claims: {
        claim: (key) => {
          const answer = claims.claim(key);
          this.claimed.push(answer);
          return answer;
        },
      },
      clock,
      wanted: () => true,
      concernsUs: () => true,
      isShown: () => false,
      isFocused: () => true,
      tell: (kind, text) => this.said.push(`${kind}: ${text}`),
      ...deps,
    });
    this.registry.acquire('t', this.api.task);
  }

  /** The `n`th turn runs and ends. */
  async run(n: number, status: TaskStatus, error?: string): Promise<void> {
    const stream = await this.api.stream(n);
    this.api.task = { ...this.api.task, status, error };
    for (let turn = 1; turn <= n; turn += 1) stream.say(question(`q${turn}`, 'Do it'));
    stream.say(historyDone(true), content('Well.'));
    stream.say(error === undefined ? done('Well.') : failure(error));
    stream.end();
    while (this.registry.get('t')?.connection.kind !== 'idle')
      await new Promise((resolve) => setImmediate(resolve));
  }

  again(): void {
    this.api.task = { ...this.api.task, status: 'running' };
    this.registry.notice([this.api.task]);
  }

  dispose(): void {
    this.notices.dispose();
    this.registry.dispose();
  }
}

describe('a task that ended in the background', () => {
  const folder = temporaryFolder();
  const windows: Window[] = [];
  const clock = new ManualClock();
  const open = (deps?: Partial<CompletionDeps>): Window => {
    const window = new Window(join(folder(), 'claims'), clock, deps);
    windows.push(window);
    return window;
  };
  /** Longer than any window waits before it speaks. */
  async function quietness(): Promise<void> {
    for (const ms of [0, 200, 800]) {
      clock.advance(ms);
      await Promise.all(windows.flatMap((window) => window.claimed));
      await settle();
    }
  }
  const said = (): string[] => windows.flatMap((window) => window.said);

  afterEach(() => {
    for (const window of windows.splice(0)) window.dispose();
  });

  it('is told by one of five windows, and again after the next turn', async () => {
    const all = [1, 2, 3, 4, 5].map(() => open());
    await Promise.all(all.map((window) => window.run(1, 'completed')));
    await quietness();
    assert.deepEqual(said(), ['done: "The task" is done.']);
    for (const window of all) window.again();
    await Promise.all(all.map((window) => window.run(2, 'failed', 'No space')));
    await quietness();
    assert.deepEqual(said().sort(), ['done: "The task" is done.', 'failed: "The task" failed: No space']);
  });

  it('is told where the person is', async () => {
    const behind = open({ isFocused: () => false });
    const here = open();
    await Promise.all([behind.run(1, 'completed'), here.run(1, 'completed')]);
    await quietness();
    assert.deepEqual([behind.said.length, here.said.length], [0, 1]);
  });

  it('is told by none while one of the windows shows its chat', async () => {
    const shows = open({ isShown: () => true });
    const all = [open(), open(), shows];
    await Promise.all(all.map((window) => window.run(1, 'completed')));
    await quietness();
    assert.deepEqual(said(), []);
  });

  it('is told by the window where that is wanted, not where it is switched off', async () => {
    const all = [open({ wanted: () => false }), open({ isFocused: () => false })];
    await Promise.all(all.map((window) => window.run(1, 'completed')));
    await quietness();
    assert.deepEqual(
      all.map((window) => window.said.length),
      [0, 1],
    );
  });

  it('says nothing of strangers\u2019 tasks, nor of those that the person cancelled', async () => {
    await open({ concernsUs: () => false }).run(1, 'completed');
    await open().run(1, 'cancelled');
    await quietness();
    assert.deepEqual(said(), []);
  });

  it('shows the words of the service as plain text', async () => {
    await open().run(1, 'failed', '[click](command:sigmic.signOut)\n\u202Eevil');
    await quietness();
    assert.deepEqual(said(), ['failed: "The task" failed: [click] (command:sigmic.signOut) ‹U+202E›evil']);
  });
});
