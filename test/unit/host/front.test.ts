import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isNeededAtStart } from '../../../src/host/front/at-start';
import { Place } from '../../../src/host/front/place';
import { Rest } from '../../../src/host/front/rest';
import { temporaryFolder } from './temporary-folder';

describe('the rest of the extension, which the first call loads', () => {
  it('is loaded once, however many calls come at once, and each gets what it asked for', async () => {
    const events: string[] = [];
    const told: unknown[] = [];
    let arrive = (): void => undefined;
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const rest: Rest = new Rest(
      async () => {
        events.push('load');
        await arrived;
        one.fill('one');
        other.fill('other');
        return { dispose: () => events.push('end') };
      },
      (error) => told.push(error),
    );
    const one = new Place<string>(rest, 'one');
    const other = new Place<string>(rest, 'other');
    const asked = Promise.all([one.get(), other.get(), one.get()]);
    assert.equal(one.now, undefined);
    arrive();
    assert.deepEqual(await asked, ['one', 'other', 'one']);
    assert.equal(one.now, 'one');
    assert.equal(await other.get(), 'other');
    rest.dispose();
    assert.deepEqual(events, ['load', 'end']);
    assert.deepEqual(told, []);
  });

  it('is told once to be missing, however many calls wait, and looked for again by the next call', async () => {
    const told: unknown[] = [];
    const missing = new Error('Cannot find module');
    let isThere = false;
    const rest: Rest = new Rest(
      () => {
        if (!isThere) return Promise.reject(missing);
        place.fill('there');
        return Promise.resolve({ dispose: () => undefined });
      },
      (error) => told.push(error),
    );
    const place = new Place<string>(rest, 'something');
    const asked = await Promise.allSettled([place.get(), place.get()]);
    assert.deepEqual(
      asked.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.deepEqual(told, [missing]);
    isThere = true;
    assert.equal(await place.get(), 'there');
    assert.deepEqual(told, [missing]);
  });

  it('is ended when it comes after the window went', async () => {
    let ended = 0;
    const rest = new Rest(
      () => Promise.resolve({ dispose: () => (ended += 1) }),
      () => undefined,
    );
    const loading = rest.load();
    rest.dispose();
    await loading;
    assert.equal(ended, 1);
  });

  it('does not leave a caller waiting for what nobody is there for', async () => {
    const place = new Place({ load: () => Promise.resolve() }, 'sigmic.nothing');
    await assert.rejects(place.get(), /sigmic\.nothing/);
    const filled = place.fill('there');
    assert.equal(await place.get(), 'there');
    filled.dispose();
    await assert.rejects(place.get(), /sigmic\.nothing/);
  });
});

describe('the start of a window', () => {
  const folder = temporaryFolder();
  const isNeeded = (index?: unknown, env: NodeJS.ProcessEnv = {}): Promise<boolean> =>
    isNeededAtStart(folder(), (key) => (key === 'sigmic.profiles' ? index : undefined), env);

  it('needs no more than to be there while nothing waits', async () => {
    assert.equal(await isNeeded(), false);
    await mkdir(join(folder(), 'outbox'));
    assert.equal(await isNeeded(), false);
  });

  it('takes up messages that wait to be sent', async () => {
    await mkdir(join(folder(), 'outbox'));
    await writeFile(join(folder(), 'outbox', `${'a'.repeat(64)}.1.json`), '{}');
    assert.equal(await isNeeded(), true);
  });

  it('shows which of several profiles is in use, whatever else is stored there', async () => {
    const profiles = [{ id: 'https://api.example#1', name: 'Work' }];
    assert.equal(await isNeeded({ version: 1, profiles, lastUsed: {} }), true);
    assert.equal(await isNeeded({ version: 1, profiles: [], lastUsed: { a: 'b' } }), false);
    for (const broken of [null, 'x', 7, [], { profiles: 'x' }, { profiles: null }])
      assert.equal(await isNeeded(broken), false);
  });

  it('counts a key of the environment as a profile beside the one that somebody signed in to', async () => {
    const signedIn = { version: 1, profiles: [], lastUsed: { 'https://api.example': 'https://api.example' } };
    const env = { SIGMIC_API_KEY: 'key' };
    assert.equal(await isNeeded(signedIn, env), true);
    assert.equal(await isNeeded(signedIn), false);
    assert.equal(await isNeeded(undefined, env), false);
  });
});
