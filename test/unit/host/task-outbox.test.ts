import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setImmediate as soon } from 'node:timers/promises';
import { SigmicError } from '../../../src/core/api';
import type { QueuedFile } from '../../../src/core/session/outbox';
import { SessionRegistry } from '../../../src/core/session/session-registry';
import type { Attached, Attachment, Looked } from '../../../src/host/attachment';
import { OutboxStore } from '../../../src/host/chat/outbox/outbox-store';
import { TaskOutbox } from '../../../src/host/chat/outbox/task-outbox';
import { VersionedRecords } from '../../../src/host/chat/outbox/versioned-records';
import { SendLedger } from '../../../src/host/chat/send-ledger';
import { Claims } from '../../../src/host/platform/claims';
import { answer, historyDone, question } from '../session/events';
import { fastClock } from '../session/fast-clock';
import { ManualClock } from '../session/manual-clock';
import { ScriptedApi } from '../session/scripted-api';
import { silentLog } from '../session/watch';
import { temporaryFolder } from './temporary-folder';

describe('the outbox of a task', () => {
  const folder = temporaryFolder();
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
  });

  const queued: readonly QueuedFile[] = [{ name: 'a.csv', size: 3, saved: { kind: 'x' } }];

  /** A file of which a look tells `look`. */
  function file(look: Partial<Looked> = {}): Attached {
    const attachment: Attachment = {
      source: 'a',
      name: 'a.csv',
      size: 3,
      open: (name) => Promise.resolve({ name, size: 3, source: new Blob(['abc']) }),
      look: () => Promise.resolve({ attachment, gone: [], secrets: [], changed: [], ...look }),
      save: () => Promise.resolve({ kind: 'x' }),
    };
    return { attachments: [attachment], refused: [] };
  }

  /** One window, in which the task is as `status` says when it is first asked. */
  function openWindow(api: ScriptedApi, life = 'w1') {
    const registry = new SessionRegistry({
      client: api,
      log: silentLog,
      clock: new ManualClock(),
      random: () => 0.5,
    });
    const told: string[] = [];
    const files = { now: file() };
    const outbox = new TaskOutbox('t', {
      client: api,
      sessions: registry,
      log: silentLog,
      withSignIn: (operation) => operation(),
      attachments: {
        restore: (saved) =>
          Promise.resolve(saved.length === 0 ? { attachments: [], refused: [] } : files.now),
      },
      delivered: () => undefined,
      masked: (text) => text,
      tell: (message) => told.push(message),
      withProgress: (_files, operation) => operation({}),
      claims: new Claims(join(folder(), 'claims'), silentLog),
      ledger: new SendLedger(join(folder(), 'sending'), silentLog),
      store: new OutboxStore(new VersionedRecords(folder()), () => undefined),
      life,
      isAlive: () => true,
      clock: fastClock(1000),
      changed: () => undefined,
    });
    registry.onUpdate((_session, update) => outbox.sessionChanged(update));
    stops.push(() => {
      outbox.dispose();
      registry.dispose();
    });
    return { registry, outbox, told, files };
  }

  async function until(condition: () => boolean): Promise<void> {
    const deadline = Date.now() + 5000;
    while (!condition()) {
      if (Date.now() > deadline) throw new Error('It did not come to that.');
      await soon();
    }
  }

  /** The connection of this number tells a conversation that has ended, and the task is `status`. */
  async function rest(api: ScriptedApi, connection: number, status: 'completed' | 'failed'): Promise<void> {
    const stream = await api.stream(connection);
    api.task = { ...api.task, status };
    stream.say(question('m1', 'Go'), answer('m2', 'Gone'), historyDone(false)).end();
  }

  it('pauses when the turn before failed, and sends when the person says so', async () => {
    const api = new ScriptedApi();
    const { registry, outbox } = openWindow(api);
    registry.acquire('t', api.task);
    await outbox.add('Go on', []);
    await rest(api, 1, 'failed');
    await until(() => outbox.state.pause !== undefined);
    assert.equal(outbox.state.pause?.kind, 'failed');
    assert.deepEqual(api.sent, []);
    await outbox.resume();
    await until(() => outbox.state.messages.length === 0);
    assert.deepEqual(api.sent, ['Go on']);
  });

  it('holds the session of a task that nobody looks at until what waits has been sent', async () => {
    const api = new ScriptedApi();
    await openWindow(api, 'earlier').outbox.add('Later', []);
    const { registry, outbox } = openWindow(api);
    const hold = registry.acquire('t', api.task);
    await outbox.load();
    hold.dispose();
    await rest(api, 1, 'completed');
    await until(() => outbox.state.messages.length === 0);
    assert.deepEqual(api.sent, ['Later']);
    await rest(api, 2, 'completed');
    await until(() => registry.get('t') === undefined);
  });

  it('is of no use any more when nothing waits and nobody follows its task', async () => {
    const api = new ScriptedApi();
    const { registry, outbox } = openWindow(api);
    assert.equal(outbox.isIdle, false, 'it is being read');
    await until(() => outbox.isIdle);
    const hold = registry.acquire('t', api.task);
    assert.equal(outbox.isIdle, false);
    const adding = outbox.add('Go on', []);
    hold.dispose();
    await adding;
    assert.equal(outbox.isIdle, false);
    await rest(api, 1, 'completed');
    await until(() => api.sent.length === 1);
    await rest(api, 2, 'completed');
    await until(() => outbox.isIdle);
  });

  it('says so when the key does not reach the task, and tries again when the person wants it', async () => {
    const api = new ScriptedApi();
    await openWindow(api, 'earlier').outbox.add('Later', []);
    const { registry, outbox } = openWindow(api);
    registry.acquire('t', api.task);
    for (const connection of [1, 2]) {
      (await api.stream(connection)).drop(new SigmicError('forbidden', 'no', { status: 403 }));
      await until(() => outbox.state.pause !== undefined);
      assert.match(outbox.state.pause?.message ?? '', /^Nothing was sent\. .*your key does not allow this/);
      await outbox.resume();
      assert.equal(outbox.state.pause, undefined);
    }
    await rest(api, 3, 'completed');
    await until(() => outbox.state.messages.length === 0);
    assert.deepEqual(api.sent, ['Later']);
  });

  it('sends a file as it is now, and tells that it changed, by name', async () => {
    const api = new ScriptedApi();
    const { registry, outbox, told, files } = openWindow(api);
    files.now = file({ changed: ['a.csv'] });
    registry.acquire('t', api.task);
    await outbox.add('Read it', queued);
    await rest(api, 1, 'completed');
    await until(() => outbox.state.messages.length === 0);
    assert.deepEqual(api.sent, ['Read it']);
    assert.deepEqual(told, ['"a.csv" changed after it was attached; Sigmic got what is there now.']);
  });

  it('waits for the person when a file is gone, tells which, and sends when it is back', async () => {
    const api = new ScriptedApi();
    const { registry, outbox, told, files } = openWindow(api);
    registry.acquire('t', api.task);
    await outbox.add('Read it', queued);
    for (const gone of [
      file({ gone: ['a.csv'] }),
      { attachments: [], refused: ['"a.csv" cannot be read.'] },
    ]) {
      files.now = gone;
      if (outbox.state.pause === undefined) await rest(api, 1, 'completed');
      else await outbox.resume();
      await until(() => outbox.state.pause !== undefined && outbox.state.messages[0]?.attempt === undefined);
      assert.match(
        outbox.state.pause?.message ?? '',
        /"a\.csv" (is not there any more|cannot be read)\. Nothing was sent: edit/,
      );
    }
    assert.deepEqual([api.sent, told], [[], []]);
    files.now = file();
    await outbox.resume();
    await until(() => outbox.state.messages.length === 0);
    assert.deepEqual(api.sent, ['Read it']);
  });
});
