import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rig } from './rig';

describe('emulator: what is kept', () => {
  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'sigmic-test-'))));
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  /** Starts an emulator on the folder for the length of `use`. */
  async function during<Result>(use: (rig: Rig) => Promise<Result>, options = {}): Promise<Result> {
    const rig = await Rig.start({ dataDir, ...options });
    try {
      return await use(rig);
    } finally {
      await rig.close();
    }
  }

  it('keeps key, tasks, conversations and files over a restart', async () => {
    const before = await during(async (rig) => {
      const { id } = await rig.run('Write a.txt with hello');
      const { body } = await rig.json(`/tasks/${id}/history`);
      return {
        id,
        key: rig.emulator.key,
        app: rig.emulator.widgetApp,
        task: await rig.task(id),
        history: body,
      };
    });
    await during(async (rig) => {
      assert.equal(rig.emulator.key, before.key);
      assert.deepEqual(rig.emulator.widgetApp, before.app);
      assert.deepEqual(await rig.task(before.id), before.task);
      assert.deepEqual((await rig.json(`/tasks/${before.id}/history`)).body, before.history);
      assert.equal(await rig.download(before.id, 'a.txt'), 'hello\n');
      assert.match(await rig.followUp(before.id, 'What did I ask before?'), /Write a\.txt/);
      assert.notEqual((await rig.task(before.id)).sessionId, before.task.sessionId);
    });
  });

  it('fails a run that a stop cut off, keeps what it had said, and goes on with a message', async () => {
    const id = await during(async (rig) => {
      rig.emulator.script(/long/, [{ event: 'content', data: { text: 'The beginning' } }, { gate: 'never' }]);
      const created = await rig.create('long');
      for await (const { event } of rig.stream(created)) if (event === 'content') break;
      return created;
    });
    await during(async (rig) => {
      const task = await rig.task(id);
      assert.equal(task.status, 'failed');
      assert.match(String(task.error), /stopped while this task was at work/);
      assert.deepEqual(task.output, { content: 'The beginning', updatedAt: task.completedAt });
      assert.match(await rig.followUp(id, 'What is 3*3?'), /equals 9/);
      assert.equal((await rig.task(id)).status, 'completed');
    });
  });

  it('fails a run that a crash cut off', async () => {
    // A second emulator on the same folder sees what a crash would have left.
    await during(async (rig) => {
      rig.emulator.script(/long/, [{ gate: 'never' }]);
      const id = await rig.create('long');
      await during(async (other) => {
        const task = await other.task(id);
        assert.equal(task.status, 'failed');
        assert.match(String(task.error), /stopped while this task was at work/);
      });
    });
  });

  it('writes no secret and no task of a stranger to disk', async () => {
    await during(async (rig) => {
      await rig.run('Run `echo $TOKEN`', {
        env: { PLAIN: 'plain-value' },
        secrets: { TOKEN: 'very-secret-value' },
      });
    });
    const names = await readdir(dataDir, { recursive: true, withFileTypes: true });
    const texts = await Promise.all(
      names
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    );
    assert.ok(texts.some((text) => text.includes('plain-value')));
    assert.ok(texts.every((text) => !text.includes('very-secret-value')));
  });

  it('leaves no staged upload behind', async () => {
    await during(async (rig) => {
      await rig.form('/tasks', { message: 'hello' }, { 'a.txt': 'A' });
      await rig.form('/tasks', { message: 'hello' }, { 'a.zip': 'no archive' });
      assert.deepEqual(await readdir(join(dataDir, 'staging')), []);
    });
  });

  it('gives an idle session a new id at the next message, and keeps the rest', async () => {
    await during(
      async (rig) => {
        const { id } = await rig.run('What is 2+2?');
        const first = await rig.task(id);
        assert.equal(await rig.followUp(id, 'multiply that by 10'), '4*10 equals 40.');
        const second = await rig.task(id);
        assert.notEqual(second.sessionId, first.sessionId);
        assert.equal(second.conversationId, first.conversationId);
      },
      { sessionIdleMs: -1 },
    );
    await during(async (rig) => {
      const { id } = await rig.run('What is 2+2?');
      const first = await rig.task(id);
      await rig.followUp(id, 'multiply that by 10');
      assert.equal((await rig.task(id)).sessionId, first.sessionId);
      rig.emulator.expireSessions();
      await rig.followUp(id, 'multiply that by 10');
      assert.notEqual((await rig.task(id)).sessionId, first.sessionId);
    });
  });
});
