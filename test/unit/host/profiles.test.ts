import assert from 'node:assert/strict';
import { tokenEnd } from '../../../src/core/api';
import { chooseProfile, freeName } from '../../../src/host/auth/choose-profile';
import { CredentialReader, type StoredProfile } from '../../../src/host/auth/credentials';
import { isFor, newId, storageKey } from '../../../src/host/auth/profile-id';
import { ProfileIndex } from '../../../src/host/auth/profile-index';
import { TaskProfiles } from '../../../src/host/auth/task-profiles';
import { endWords } from '../../../src/host/auth/words';

const origin = 'https://api.example';
const key = `sigmic_${'ab'.repeat(32)}`;

/** What VS Code keeps between starts. */
function memento(values: Record<string, unknown> = {}) {
  return {
    values,
    get: (name: string): unknown => values[name],
    update: (name: string, value: unknown) => {
      values[name] = JSON.parse(JSON.stringify(value));
      return Promise.resolve();
    },
  };
}

function recordingLog() {
  const lines: string[] = [];
  const write = (line: string | Error): void => void lines.push(String(line));
  const nothing = (): void => undefined;
  return {
    lines,
    ...{
      trace: write,
      debug: write,
      info: write,
      warn: write,
      error: write,
      show: nothing,
      dispose: nothing,
    },
  };
}

function profile(id: string, fields: Partial<StoredProfile> = {}): StoredProfile {
  return { id, name: id, source: 'stored', credential: key, widget: undefined, ...fields };
}

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.signature`;
}

describe('profiles', () => {
  describe('the ids', () => {
    it('bind a credential to the origin it was entered for', () => {
      assert.ok(isFor(origin, origin));
      assert.ok(isFor(origin, newId(origin)));
      for (const other of ['https://api.example.evil', 'https://api.exampl', 'http://api.example'])
        assert.ok(!isFor(other, newId(origin)), other);
      assert.notEqual(newId(origin), newId(origin));
    });

    it('keep the place where a single key has always been', () => {
      assert.equal(storageKey(origin), 'sigmic.credential:https://api.example');
    });
  });

  describe('the one in use', () => {
    const environment = profile('env', { source: 'environment' });
    const out = { credential: undefined };

    it('is the chosen one while it is signed in', () => {
      assert.equal(chooseProfile(origin, [profile('a'), profile('b'), environment], 'b').id, 'b');
      assert.equal(chooseProfile(origin, [profile('a'), environment], 'env').id, 'env');
    });

    it('is the environment’s only while nobody is signed in', () => {
      assert.equal(chooseProfile(origin, [profile('a', out), environment], 'a').id, 'env');
      assert.equal(chooseProfile(origin, [environment], undefined).id, 'env');
      assert.equal(chooseProfile(origin, [profile('a'), environment], undefined).id, 'a');
    });

    it('stays the one that was signed out, beside others', () => {
      assert.equal(chooseProfile(origin, [profile('a'), profile('b', out)], 'b').id, 'b');
    });

    it('is one that is signed in when the chosen one is gone, and nobody at first', () => {
      assert.equal(chooseProfile(origin, [profile('a', out), profile('b')], 'gone').id, 'b');
      const first = chooseProfile(origin, [], undefined);
      assert.deepEqual([first.id, first.credential], [origin, undefined]);
    });

    it('gets a name that is free', () => {
      const named = (name: string): StoredProfile => profile(name, { name });
      assert.equal(freeName([named('Default')]), 'Profile 2');
      assert.equal(freeName([named('Default'), named('Profile 3')]), 'Profile 4');
    });
  });

  describe('reading the credentials', () => {
    const read = (secrets: Record<string, string>, value?: string, at: string | undefined = origin) => {
      const log = recordingLog();
      const places: string[] = [];
      const get = (place: string): Promise<string | undefined> => {
        places.push(place);
        return Promise.resolve(secrets[place]);
      };
      const index = [
        { id: `${origin}#work`, name: 'Work' },
        { id: 'https://other.example#x', name: 'Elsewhere' },
      ];
      return { log, places, found: new CredentialReader({ get }, log, { value, origin }).read(at, index) };
    };

    it('finds a key of before there were profiles, as the default one', async () => {
      const found = await read({ [storageKey(origin)]: key }).found;
      assert.deepEqual(
        found.map(({ id, name, credential }) => [id, name, credential]),
        [
          [origin, 'Default', key],
          [`${origin}#work`, 'Work', undefined],
        ],
      );
    });

    it('never looks up what was entered for another origin', async () => {
      const { places, found } = read({});
      await found;
      assert.deepEqual(places, [storageKey(origin), storageKey(`${origin}#work`)]);
    });

    it('puts the environment’s last, and does without it when it is no key, saying so without it', async () => {
      const names = async (value: string): Promise<string[]> =>
        (await read({}, value).found).map(({ name }) => name);
      assert.deepEqual(await names(` ${key}\n`), ['Work', 'SIGMIC_API_KEY']);
      assert.deepEqual(await names('no-key-at-all'), ['Work']);
      const { log, found } = read({}, 'no-key-at-all');
      await found;
      assert.match(log.lines.join(), /SIGMIC_API_KEY/);
      assert.doesNotMatch(log.lines.join(), /no-key-at-all/);
    });

    it('keeps the environment’s key from every address but its own, and says so once', async () => {
      for (const other of ['https://api.example.evil', 'http://api.example', 'https://api.example:444']) {
        const { log, found } = read({}, key, other);
        assert.ok(
          (await found).every(({ source }) => source === 'stored'),
          other,
        );
        assert.match(
          log.lines.join(),
          /SIGMIC_API_KEY .* is for https:\/\/api\.example; it is not used for http/,
        );
        assert.ok(!log.lines.join().includes(key));
      }
      const log = recordingLog();
      const secrets = { get: () => Promise.resolve(undefined) };
      const reader = new CredentialReader(secrets, log, { value: key, origin: undefined });
      for (let time = 0; time < 2; time++) assert.deepEqual(await reader.read(origin, []), []);
      assert.equal(log.lines.length, 1);
    });

    it('lets the environment’s key serve when the keyring fails', async () => {
      const log = recordingLog();
      const secrets = { get: () => Promise.reject(new Error('locked')) };
      const found = await new CredentialReader(secrets, log, { value: key, origin }).read(origin, []);
      assert.deepEqual(
        found.map(({ source }) => source),
        ['environment'],
      );
    });
  });

  describe('their names', () => {
    it('are kept, changed and removed, in order', async () => {
      const store = memento();
      const index = new ProfileIndex(store, recordingLog());
      await index.put({ id: 'a', name: 'A' });
      await index.put({ id: 'b', name: 'B', widget: { appId: 'app', endUserId: 'me' } });
      await index.put({ id: 'a', name: 'Alpha' });
      await index.setLastUsed(origin, 'b');
      const again = new ProfileIndex(memento(store.values), recordingLog());
      assert.deepEqual(
        again.entries.map(({ name }) => name),
        ['Alpha', 'B'],
      );
      assert.equal(again.lastUsed(origin), 'b');
      await again.remove('a');
      assert.deepEqual(
        again.entries.map(({ id }) => id),
        ['b'],
      );
    });

    it('of a newer version, or broken ones, are set aside and not lost', async () => {
      for (const stored of [{ version: 2, profiles: 'new' }, 'broken', [1], null]) {
        const store = memento({ 'sigmic.profiles': stored });
        const index = new ProfileIndex(store, recordingLog());
        assert.deepEqual(index.entries, []);
        await index.put({ id: 'a', name: 'A' });
        assert.equal(index.entries.length, 1);
        assert.deepEqual(store.values['sigmic.profiles.setAside'] ?? null, stored);
      }
    });
  });

  describe('the profile of each task', () => {
    it('is known after a restart', () => {
      const store = memento();
      const before = new TaskProfiles(store);
      before.set(['t1', 't2'], 'a');
      before.set(['t2'], 'b');
      before.dispose();
      const after = new TaskProfiles(store);
      assert.deepEqual([after.get('t1'), after.get('t2'), after.get('t3')], ['a', 'b', undefined]);
    });

    it('is not lost when another window saves its own', () => {
      const store = memento();
      const [one, two] = [new TaskProfiles(store), new TaskProfiles(store)];
      one.set(['t1'], 'a');
      two.set(['t2'], 'b');
      one.dispose();
      two.dispose();
      const after = new TaskProfiles(store);
      assert.deepEqual([after.get('t1'), after.get('t2')], ['a', 'b']);
    });

    it('is forgotten with the profile, and with the oldest of very many', () => {
      const store = memento();
      const tasks = new TaskProfiles(store);
      tasks.set(['t1'], 'a');
      const many = Array.from({ length: 600 }, (_, number) => `m${number}`);
      tasks.set(many, 'b');
      tasks.forget('a');
      const after = new TaskProfiles(store);
      assert.deepEqual([after.get('t1'), after.get('m0'), after.get('m599')], [undefined, undefined, 'b']);
    });

    it('does without what cannot be read', () => {
      for (const stored of ['broken', { a: 'no list' }, 7])
        assert.equal(new TaskProfiles(memento({ 'sigmic.taskProfiles': stored })).get('a'), undefined);
    });

    it('sets aside what cannot be read before it is written over', () => {
      const newer = { version: 9, tasks: [] };
      const store = memento({ 'sigmic.taskProfiles': newer });
      const tasks = new TaskProfiles(store);
      tasks.set(['t'], 'a');
      tasks.dispose();
      assert.deepEqual(store.values, {
        'sigmic.taskProfiles': { a: ['t'] },
        'sigmic.taskProfiles.setAside': newer,
      });
    });
  });

  describe('the end of a token', () => {
    const now = 1_800_000_000_000;

    it('is what the token says, and nothing for what says nothing', () => {
      assert.equal(tokenEnd(jwt({ exp: 1_800_000_000 })), now);
      const silent = [key, 'eyJ.x.y', jwt({}), jwt({ exp: '5' }), jwt({ exp: -1 }), jwt([1]), 'eyJ'];
      for (const credential of silent) assert.equal(tokenEnd(credential), undefined, credential);
    });

    it('is told in words', () => {
      const words = (seconds: number): string | undefined =>
        endWords(jwt({ exp: now / 1000 + seconds }), now);
      assert.equal(words(12 * 60), 'ends in 12 min');
      assert.equal(words(20), 'ends in 1 min');
      assert.equal(words(3 * 3600), 'ends in 3 h');
      assert.equal(words(7 * 86_400), 'ends in 7 days');
      assert.equal(words(0), 'has ended');
      assert.equal(words(-5), 'has ended');
      assert.equal(endWords(key, now), undefined);
      assert.equal(endWords(undefined, now), undefined);
    });
  });
});
