import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arrayBuffer } from 'node:stream/consumers';
import type { Attached, Attachment } from '../../../src/host/attachment';
import { KeptDraft } from '../../../src/host/chat/kept-draft';
import { RecordFolder } from '../../../src/host/chat/record-folder';
import type { Sending } from '../../../src/host/chat/sending';
import { digestOf, KeptBytes } from '../../../src/host/platform/kept-bytes';
import { attachContent, attachKept, SavedBytesSchema } from '../../../src/host/uploads/kept-attachment';
import * as v from 'valibot';

describe('what is kept on disk', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sigmic-kept-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const putAside: string[] = [];
  const aside = (path: string): void => void putAside.push(path);
  beforeEach(() => (putAside.length = 0));

  describe('kept bytes', () => {
    const bytes = Uint8Array.from([0, 255, 7, 10, 13]);

    it('come back as they were, once for the same content', async () => {
      const kept = new KeptBytes(join(folder, 'deep', 'er'));
      const made = attachContent(kept, { name: 'a.bin', from: 'dropped:a.bin', content: bytes });
      const saved = v.parse(SavedBytesSchema, JSON.parse(JSON.stringify(await made.save())));
      await attachContent(kept, { name: 'b.bin', from: 'dropped:b.bin', content: bytes }).save();
      assert.deepEqual(await readdir(join(folder, 'deep', 'er')), [digestOf(bytes)]);
      const again = await attachKept(kept, saved);
      assert.ok(again);
      assert.deepEqual([again.source, again.name, again.size], [made.source, 'a.bin', 5]);
      const opened = await again.open('c.bin');
      assert.equal(opened.name, 'c.bin');
      assert.deepEqual(new Uint8Array(await arrayBuffer(opened.source.stream())), bytes);
      assert.deepEqual(await again.save(), saved);
    });

    it('are not brought back when they are gone or cut short', async () => {
      const kept = new KeptBytes(folder);
      const saved = v.parse(
        SavedBytesSchema,
        await attachContent(kept, { name: 'a', from: 'x', content: Buffer.from('text') }).save(),
      );
      await writeFile(kept.path(saved.digest), 'te');
      assert.equal(await attachKept(kept, saved), undefined);
      await rm(kept.path(saved.digest));
      assert.equal(await attachKept(kept, saved), undefined);
    });

    it('are swept when no record names them, but not while they are young', async () => {
      const kept = new KeptBytes(folder);
      const [used, old, young] = await Promise.all(
        ['used', 'old', 'young'].map((text) => kept.put(Buffer.from(text))),
      );
      const before = new Date(Date.now() - 2 * 60 * 60 * 1000);
      for (const digest of [used, old]) await utimes(kept.path(digest ?? ''), before, before);
      await kept.sweep([JSON.stringify({ files: [{ digest: used }] }), 'not JSON']);
      assert.deepEqual((await readdir(folder)).sort(), [used, young].sort());
    });

    it('are made young by being kept again', async () => {
      const kept = new KeptBytes(folder);
      const digest = await kept.put(bytes);
      const before = new Date(Date.now() - 2 * 60 * 60 * 1000);
      await utimes(kept.path(digest), before, before);
      await kept.put(bytes);
      await kept.sweep([]);
      assert.deepEqual(await readdir(folder), [digest]);
    });
  });

  describe('records', () => {
    it('are written whole, read as they were, and listed', async () => {
      const records = new RecordFolder(join(folder, 'records'), aside);
      await records.write('a-1', { text: 'grüße' });
      await records.write('a-1', { text: 'again' });
      await writeFile(join(folder, 'records', 'broken.json'), '{"text": "cut o');
      const schema = v.object({ text: v.string() });
      assert.deepEqual(await records.readAs(schema, 'a-1'), { text: 'again' });
      assert.equal(await records.readAs(schema, 'missing'), undefined);
      assert.deepEqual((await readdir(join(folder, 'records'))).sort(), ['a-1.json', 'broken.json']);
      assert.equal((await stat(join(folder, 'records', 'a-1.json'))).mode & 0o777, 0o600);
      await records.remove('a-1');
      await records.remove('a-1');
      assert.deepEqual(await readdir(join(folder, 'records')), ['broken.json']);
    });

    it('that mean nothing here are put aside, each under a name of its own, and their words stay in use', async () => {
      const records = new RecordFolder(folder, aside);
      const schema = v.object({ version: v.literal(1) });
      const texts = ['', '{"version": 1', '{"version": 999, "files": []}'];
      for (const text of texts) {
        await writeFile(join(folder, 'd.json'), text);
        assert.equal(await records.readAs(schema, 'd'), undefined);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await mkdir(join(folder, 'd.json'));
      assert.equal(await records.readAs(schema, 'd'), undefined);
      await records.write('d', { version: 1 });
      assert.deepEqual(await records.readAs(schema, 'd'), { version: 1 });
      const found = await Promise.all(putAside.slice(0, 3).map((path) => readFile(path, 'utf8')));
      assert.deepEqual(found, texts);
      assert.equal(new Set(putAside).size, 4);
      assert.ok((await records.texts()).includes('{"version": 999, "files": []}'));
    });

    it('take no id that leads elsewhere', async () => {
      const records = new RecordFolder(folder, aside);
      for (const id of ['../x', 'a/b', '', '.', 'a'.repeat(65)])
        await assert.rejects(records.write(id, {}), /plain word/);
    });

    it('go when they are old', async () => {
      const records = new RecordFolder(folder, aside);
      await records.write('old', 1);
      await utimes(join(folder, 'old.json'), new Date(1000), new Date(1000));
      await records.write('new', 2);
      await records.removeOlderThan(Date.now() - 60_000);
      assert.deepEqual(await readdir(folder), ['new.json']);
    });
  });

  describe('the files of a draft', () => {
    function attachment(name: string): Attachment {
      return {
        source: name,
        name,
        size: 3,
        open: () => assert.fail('not to be opened'),
        save: () => Promise.resolve({ kind: 'test', name }),
      };
    }

    const none = (): void => assert.fail('nothing was being sent');
    const sending: Sending = {
      draft: { text: 'Go', showInHistory: false },
      opening: false,
      attempt: { kind: 'task', id: 'x', sentAt: 5, known: ['t'] },
    };

    function rig(id = 'd') {
      let files: readonly Attachment[] = [];
      const failures: unknown[] = [];
      const records = new RecordFolder(folder, aside);
      const draft = new KeptDraft(id, {
        records,
        attachments: {
          restore: (saved) =>
            Promise.resolve({
              attachments: saved.map((each) => attachment(JSON.stringify(each))),
              refused: [],
            }),
        },
        current: () => files,
        failed: (error) => failures.push(error),
      });
      const set = (...next: Attachment[]): void => {
        files = next;
        draft.changed();
      };
      const settled = () => draft.settled;
      return { records, draft, set, settled, failures };
    }

    it('are written down, and forgotten when they are gone', async () => {
      const { set, settled } = rig();
      const [a, b] = [attachment('a'), attachment('b')];
      set(a, b);
      await settled();
      assert.deepEqual(JSON.parse(await readFile(join(folder, 'd.json'), 'utf8')), {
        version: 1,
        files: [
          { kind: 'test', name: 'a' },
          { kind: 'test', name: 'b' },
        ],
      });
      set(b);
      await settled();
      assert.deepEqual(JSON.parse(await readFile(join(folder, 'd.json'), 'utf8')), {
        version: 1,
        files: [{ kind: 'test', name: 'b' }],
      });
    });

    it('come back in the next window, before that one writes its own', async () => {
      const first = rig();
      first.set(attachment('a'));
      await first.settled();
      const second = rig();
      let found: Attached | undefined;
      second.draft.restore((attached) => {
        found = attached;
        second.set(...attached.attachments);
      }, none);
      second.draft.changed();
      await second.settled();
      assert.deepEqual(
        found?.attachments.map(({ name }) => name),
        ['{"kind":"test","name":"a"}'],
      );
      assert.deepEqual(await readdir(folder), ['d.json']);
      second.set();
      await second.settled();
      assert.deepEqual(await readdir(folder), []);
    });

    it('are told to whoever asks when they cannot be written', async () => {
      const { set, failures, settled } = rig();
      const broken = { ...attachment('a'), save: () => Promise.reject(new Error('disk full')) };
      set(broken);
      await settled();
      set(attachment('b'));
      await settled();
      assert.match(String(failures[0]), /disk full/);
      assert.equal(failures.length, 1);
    });

    it('that are corrupt are nothing, and kept aside', async () => {
      await writeFile(join(folder, 'd.json'), '{"files": 5}');
      const { draft, failures } = rig();
      draft.restore(() => assert.fail('nothing to attach'), none);
      await draft.settled;
      assert.deepEqual(failures, []);
      assert.equal(await readFile(putAside[0] ?? '', 'utf8'), '{"files": 5}');
    });

    it('are kept with the word that they may have been sent, until it is known', async () => {
      const first = rig();
      await first.draft.remember(sending);
      first.set(attachment('a'));
      await first.settled();
      const second = rig();
      const found: unknown[] = [];
      second.draft.restore(
        ({ attachments }) => {
          found.push(attachments.length);
          second.set(...attachments);
        },
        (taken) => found.push(taken),
      );
      await second.settled();
      assert.deepEqual(found, [1, sending]);
      await second.draft.remember(undefined);
      const third = rig();
      third.draft.restore(() => undefined, none);
      await third.settled();
      assert.deepEqual(JSON.parse(await readFile(join(folder, 'd.json'), 'utf8')), {
        version: 1,
        files: [{ kind: 'test', name: 'a' }],
      });
    });

    it('need not be there for that word', async () => {
      const { draft } = rig();
      await draft.remember(sending);
      const found: unknown[] = [];
      const next = rig().draft;
      next.restore(
        () => assert.fail('nothing to attach'),
        (taken) => found.push(taken),
      );
      await next.settled;
      assert.deepEqual(found, [sending]);
      await next.remember(undefined);
      assert.deepEqual(await readdir(folder), []);
    });
  });
});
