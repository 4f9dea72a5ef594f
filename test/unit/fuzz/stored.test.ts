import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { tokenEnd } from '../../../src/core/api/token-end';
import { MOST_QUEUED, OutboxSchema } from '../../../src/core/session/outbox';
import { ProfileIndex } from '../../../src/host/auth/profile-index';
import { TaskProfiles } from '../../../src/host/auth/task-profiles';
import { parseNewTask } from '../../../src/host/chat/new-task-arguments';
import { OutboxStore } from '../../../src/host/chat/outbox/outbox-store';
import { VersionedRecords } from '../../../src/host/chat/outbox/versioned-records';
import { RecordFolder } from '../../../src/host/chat/record-folder';
import { digestOf } from '../../../src/host/platform/kept-bytes';
import { SeenFiles } from '../../../src/host/platform/seen-files';
import { TaskMarks } from '../../../src/host/platform/task-marks';
import { UploadOrigins } from '../../../src/host/platform/upload-origins';
import { Presets } from '../../../src/host/presets/presets';
import { parseRecipe } from '../../../src/host/recipes/recipe';
import { parseFilter } from '../../../src/host/tasks/filter';
import { readExclusion } from '../../../src/host/uploads/exclusions';
import { readSecrets, readSets } from '../../../src/host/variables/stored-sets';
import { temporaryFolder } from '../host/temporary-folder';
import { silentLog } from '../session/watch';
import { fuzz } from './fuzz';
import { fromSchema } from './from-schema';
import { hostileText, jsonText, mutated } from './mutate';
import { assertNoMistake } from './screen-words';

/** A memory in which `value` was found under every key. */
function memory(value: unknown) {
  const written = new Map<string, unknown>();
  return {
    get: (key: string): unknown => (written.has(key) ? written.get(key) : structuredClone(value)),
    update: (key: string, next: unknown): Promise<void> => {
      written.set(key, structuredClone(next));
      return Promise.resolve();
    },
    keys: () => [...written.keys()],
  };
}

const id = '9f2c1e0a-5b1d-4c3e-8f7a-1b2c3d4e5f60';
/** What each part of the extension keeps, and what a person or another extension gives it. */
const kept = {
  presets: { version: 1, presets: [{ name: 'Terse', text: 'Be terse.' }] },
  profiles: {
    version: 1,
    profiles: [{ id: 'https://a#b', name: 'Work', widget: { appId: 'a', endUserId: 'e', expiresIn: '1h' } }],
    lastUsed: { 'https://a': 'https://a#b' },
  },
  taskProfiles: { 'https://a#b': ['t', 'u'] },
  seen: { since: 1, tasks: [['t', [['a.md', '3 2026']]]] },
  sets: { version: 1, sets: [{ id, name: 'Set', env: [['REGION', 'eu']], secrets: ['TOKEN'] }] },
  secrets: [['TOKEN', 'hush']],
  marks: {
    version: 1,
    since: [['p', 5]],
    tasks: [['t', { pinned: true, title: 'T', profile: 'p', seen: { at: 5, active: true } }]],
  },
  origins: { version: 1, tasks: [['t', [['uploads/a', ['file:///a']]]]] },
  recipe: { name: 'R', message: 'Do it', files: ['src/**'], variables: ['A'], autoExecute: false },
  newTask: { message: 'Do it', files: [{}], env: { A: '1' }, secrets: { B: '2' }, submit: false },
  filter: { text: 'a', status: ['failed'] },
  exclude: { '**/.git': true, '**/*.js': { when: '$(basename).ts' } },
};
type Kind = keyof typeof kept;

const one = (kind: Kind): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: mutated(fc.constant(kept[kind]), 3) },
    { weight: 1, arbitrary: hostileText },
  );

const artifact = { name: 'a.md', path: 'a.md', size: 3 };

describe('whatever was stored', () => {
  fuzz(
    'in the memory of the editor is read, or left for those who can',
    0.04,
    one('presets'),
    async (value) => {
      const presets = new Presets(memory(value));
      const names = presets.list().map(({ name }) => name);
      await presets.save('New', 'text');
      assert.deepEqual(new Set(presets.list().map(({ name }) => name)), new Set([...names, 'New']));
    },
  );

  fuzz(
    'of profiles is read, or set aside before it is written over',
    0.04,
    one('profiles'),
    async (value) => {
      const state = memory(value);
      const index = new ProfileIndex(state, silentLog);
      const before = index.entries.map((entry) => entry.id);
      assertNoMistake(index.lastUsed('https://a') ?? '', value);
      await index.setLastUsed('__proto__', 'x');
      await index.put({ id: 'new', name: 'New' });
      assert.deepEqual(new Set(index.entries.map((entry) => entry.id)), new Set([...before, 'new']));
    },
  );

  fuzz('of tasks and their profiles is read', 0.04, one('taskProfiles'), (value) => {
    const profiles = new TaskProfiles(memory(value));
    profiles.set(['x'], 'p');
    assert.equal(profiles.get('x'), 'p');
    profiles.forget('p');
    profiles.dispose();
    assert.equal(profiles.get('x'), undefined);
  });

  fuzz('of seen files is read', 0.04, one('seen'), (value) => {
    const seen = new SeenFiles(memory(value), () => 10);
    const files = new Map([['a.md', artifact]]);
    seen.see('t', files);
    assert.equal(seen.marks('t', files).size, 0);
  });

  fuzz('of variables is read', 0.04, fc.tuple(one('sets'), one('secrets')), ([sets, secrets]) => {
    for (const set of readSets(sets) ?? []) assert.ok(Array.isArray(set.env));
    for (const [name] of readSecrets(jsonText(secrets)) ?? []) assert.match(name, /^[A-Za-z_]\w*$/);
  });

  fuzz(
    'or written by people is understood, or refused in words',
    0.06,
    fc.tuple(one('recipe'), one('newTask'), one('filter'), one('exclude'), hostileText),
    ([recipe, newTask, filter, exclude, token]) => {
      const parsed = parseRecipe(jsonText(recipe));
      if ('problem' in parsed) assertNoMistake(parsed.problem, recipe);
      for (const parse of [() => parseNewTask(newTask), () => parseFilter(filter)]) {
        try {
          parse();
        } catch (error) {
          assert.ok(
            error instanceof Error && /^sigmic\.(?:newTask|filterTasks) /.test(error.message),
            String(error),
          );
        }
      }
      readExclusion(exclude)('src/a.js', false, new Set(['a.ts']));
      assert.ok(Number.isFinite(tokenEnd(`eyJ.${Buffer.from(token).toString('base64url')}.x`) ?? 0));
    },
  );
});

describe('whatever was kept on disk', () => {
  const folder = temporaryFolder();
  let count = 0;
  /** Fresh for each value: windows share what is in one. */
  async function fresh(): Promise<string> {
    const path = join(folder(), String(count++));
    await mkdir(path, { recursive: true });
    return path;
  }
  const text = (kind: 'marks' | 'origins'): fc.Arbitrary<string> => one(kind).map(jsonText);

  fuzz(
    'of marks and origins is read, or set aside',
    0.02,
    fc.tuple(text('marks'), text('origins')),
    async ([marksText, originsText]) => {
      const path = await fresh();
      await writeFile(join(path, 'marks.json'), marksText);
      await writeFile(join(path, 'origins.json'), originsText);
      const marks = new TaskMarks(
        join(path, 'marks.json'),
        () => 'p',
        silentLog,
        (each) => each,
      );
      const origins = new UploadOrigins(join(path, 'origins.json'), silentLog);
      try {
        await marks.markRead(['x']);
        await origins.note('x', [{ path: 'uploads/x', uri: 'file:///x' }]);
        assert.equal(marks.of('x').seen?.active, false);
        assert.deepEqual(origins.of('x', 'uploads/x'), [{ uri: 'file:///x', below: '' }]);
      } finally {
        marks.dispose();
        origins.dispose();
        await rm(path, { recursive: true, force: true });
      }
    },
  );

  const outbox = mutated(fromSchema(OutboxSchema), 2).map(jsonText);
  fuzz('of messages that wait is read, or put aside', 0.02, outbox, async (stored) => {
    const path = await fresh();
    try {
      await writeFile(join(path, `${digestOf('t')}.1.json`), stored);
      const store = new OutboxStore(new VersionedRecords(path), () => undefined);
      const before = await store.load('t');
      const { after } = await store.apply('t', { type: 'add', message: { id: 'new', text: 'x', files: [] } });
      // One that is full takes no more.
      const isFull = before.messages.length >= MOST_QUEUED;
      assert.equal(
        after.messages.some((message) => message.id === 'new'),
        !isFull,
      );
      await store.waiting();
    } finally {
      await rm(path, { recursive: true, force: true });
    }
  });

  fuzz('as a record is read, or put aside', 0.02, outbox, async (stored) => {
    const path = await fresh();
    const aside: string[] = [];
    try {
      await writeFile(join(path, 'a.json'), stored);
      const found = await new RecordFolder(path, (name) => aside.push(name)).readAs(OutboxSchema, 'a');
      assert.equal(aside.length, found === undefined ? 1 : 0);
      assert.ok(found === undefined || v.is(OutboxSchema, found));
    } finally {
      await rm(path, { recursive: true, force: true });
    }
  });
});
