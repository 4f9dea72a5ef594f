import assert from 'node:assert/strict';
import { KnownSecrets } from '../../../src/host/platform/known-secrets';
import { problemOfName } from '../../../src/core/api';
import { VariableSets } from '../../../src/host/variables/variable-sets';

/** What VS Code keeps, and what it would tell other windows. */
class Storage {
  readonly state = new Map<string, unknown>();
  readonly secret = new Map<string, string>();
  private readonly listeners = new Set<(event: { key: string }) => unknown>();

  readonly context = {
    globalState: {
      keys: () => [...this.state.keys()],
      get: (key: string) => this.state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void this.state.set(key, value)),
      setKeysForSync: () => undefined,
    },
    secrets: {
      get: (key: string) => Promise.resolve(this.secret.get(key)),
      store: (key: string, value: string) => this.tell(key, () => this.secret.set(key, value)),
      delete: (key: string) => this.tell(key, () => this.secret.delete(key)),
      onDidChange: (listener: (event: { key: string }) => unknown) => {
        this.listeners.add(listener);
        return { dispose: () => this.listeners.delete(listener) };
      },
    },
  };

  private tell(key: string, change: () => unknown): Promise<void> {
    change();
    for (const listener of this.listeners) listener({ key });
    return Promise.resolve();
  }
}

function open(storage = new Storage()) {
  const masking = new KnownSecrets();
  const warnings: string[] = [];
  const log = { warn: (message: string | Error) => void warnings.push(String(message)) };
  return { storage, masking, warnings, sets: new VariableSets({ context: storage.context, masking, log }) };
}

describe('sets of variables', () => {
  it('are kept for each profile, values of secrets in the secret storage alone', async () => {
    const { storage, sets, masking } = open();
    let told = 0;
    sets.onDidChange(() => (told += 1));
    const { id } = await sets.create('p1', 'staging');
    await sets.put('p1', id, [
      { name: 'MODE', kind: 'env', value: 'plain-value' },
      { name: 'TOKEN', kind: 'secret', value: 'hunter2222' },
    ]);
    assert.equal(told, 2);
    assert.deepEqual(sets.list('p1'), [{ name: 'staging', env: ['MODE'], secrets: ['TOKEN'] }]);
    assert.deepEqual(sets.list('p2'), []);
    assert.deepEqual(await sets.values('p1', 'staging'), {
      env: { MODE: 'plain-value' },
      secrets: { TOKEN: 'hunter2222' },
    });
    assert.ok(!JSON.stringify([...storage.state]).includes('hunter2222'));
    assert.equal(storage.secret.size, 1);
    assert.equal(masking.text('is hunter2222'), 'is ••••TOKEN');
    assert.deepEqual(open(storage).sets.list('p1'), sets.list('p1'));
  });

  it('go with their profile, values of secrets first of all, and leave those of others alone', async () => {
    const { storage, sets } = open();
    for (const profile of ['p1', 'p2']) {
      for (const name of ['a', 'b']) {
        const { id } = await sets.create(profile, name);
        await sets.put(profile, id, [{ name: 'TOKEN', kind: 'secret', value: `hunter-${profile}-${name}` }]);
      }
    }
    await sets.forget('p1');
    assert.deepEqual(sets.list('p1'), []);
    assert.doesNotMatch(JSON.stringify([...storage.secret]), /hunter-p1/);
    assert.deepEqual(await sets.values('p2', 'a'), { env: {}, secrets: { TOKEN: 'hunter-p2-a' } });
    assert.equal(storage.secret.size, 2);
  });

  it('are masked from the start, in all profiles and windows', async () => {
    const { storage, sets } = open();
    for (const profile of ['p1', 'p2']) {
      const { id } = await sets.create(profile, 'a');
      await sets.put(profile, id, [{ name: `KEY_${profile}`, kind: 'secret', value: `value-of-${profile}` }]);
    }
    const later = open(storage);
    assert.equal(later.masking.mask, undefined);
    await later.sets.load();
    assert.equal(later.masking.text('value-of-p1 value-of-p2'), '••••KEY_p1 ••••KEY_p2');
    const [set] = sets.sets('p1');
    await sets.put('p1', set!.id, [{ name: 'NEW', kind: 'secret', value: 'brand-new-value' }]);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(later.masking.text('brand-new-value'), '••••NEW');
  });

  it('have each name once, as a secret or not', async () => {
    const { storage, sets } = open();
    const { id } = await sets.create('p', 'a');
    await sets.put('p', id, [{ name: 'X', kind: 'secret', value: 'first-value' }]);
    await sets.put('p', id, [{ name: 'X', kind: 'env', value: 'second' }]);
    assert.deepEqual(await sets.values('p', 'a'), { env: { X: 'second' }, secrets: {} });
    assert.equal(storage.secret.size, 0);
    await sets.put('p', id, [{ name: 'X', kind: 'secret', value: 'third-value' }]);
    await sets.put('p', id, [{ name: '__proto__', kind: 'secret', value: 'fourth-value' }]);
    assert.deepEqual(sets.list('p'), [{ name: 'a', env: [], secrets: ['X', '__proto__'] }]);
    assert.deepEqual(Object.entries((await sets.values('p', 'a')).secrets ?? {}), [
      ['X', 'third-value'],
      ['__proto__', 'fourth-value'],
    ]);
  });

  it('can be renamed, emptied and deleted with all their values', async () => {
    const { storage, sets } = open();
    const { id } = await sets.create('p', 'a');
    await sets.put('p', id, [
      { name: 'X', kind: 'secret', value: 'first-value' },
      { name: 'Y', kind: 'secret', value: 'other-value' },
    ]);
    await sets.rename('p', id, 'b');
    await sets.remove('p', id, 'X');
    assert.deepEqual(await sets.values('p', 'b'), { env: {}, secrets: { Y: 'other-value' } });
    await assert.rejects(sets.values('p', 'a'), { code: 'NO_SUCH_SET' });
    await sets.delete('p', id);
    assert.deepEqual([sets.list('p'), storage.secret.size], [[], 0]);
  });

  it('lose no change when several are made at once', async () => {
    const { sets } = open();
    const { id } = await sets.create('p', 'a');
    const names = Array.from({ length: 20 }, (_, index) => `N${index}`);
    await Promise.all(
      names.map((name, index) =>
        sets.put('p', id, [{ name, kind: index % 2 ? 'secret' : 'env', value: `value-of-${name}` }]),
      ),
    );
    const { env, secrets } = await sets.values('p', 'a');
    assert.deepEqual(Object.keys({ ...env, ...secrets }).sort(), [...names].sort());
  });

  it('say which secrets the secret storage has lost', async () => {
    const { storage, sets } = open();
    const { id } = await sets.create('p', 'a');
    await sets.put('p', id, [{ name: 'X', kind: 'secret', value: 'first-value' }]);
    storage.secret.clear();
    await assert.rejects(sets.values('p', 'a'), {
      code: 'SECRET_LOST',
      message: /^The values of X in the set "a"/,
    });
  });

  for (const [what, stored] of Object.entries({
    damaged: 'oops',
    'of a later version': { version: 2, sets: { a: 1 } },
    'of another shape': { version: 1, sets: [{ id: 1 }] },
  })) {
    it(`set aside what is ${what}, and begin anew`, async () => {
      const storage = new Storage();
      storage.state.set('sigmic.variables:p', stored);
      const { sets, warnings } = open(storage);
      await sets.load();
      assert.deepEqual(sets.list('p'), []);
      assert.ok(warnings.length > 0);
      await sets.create('p', 'a');
      assert.deepEqual(storage.state.get('sigmic.unreadable:sigmic.variables:p'), stored);
      assert.deepEqual(sets.list('p'), [{ name: 'a', env: [], secrets: [] }]);
    });
  }

  it('take damaged secrets for lost ones', async () => {
    const { storage, sets } = open();
    const { id } = await sets.create('p', 'a');
    await sets.put('p', id, [{ name: 'X', kind: 'secret', value: 'first-value' }]);
    for (const damaged of ['{', '{}', '[["X"]]', '[["1X","v"]]']) {
      storage.secret.set([...storage.secret.keys()][0]!, damaged);
      await assert.rejects(sets.values('p', 'a'), { code: 'SECRET_LOST' });
    }
  });

  it('take the names that the API takes, and say why not', () => {
    for (const name of ['A', '_', 'a1_B', '__proto__']) assert.equal(problemOfName(name), undefined, name);
    for (const name of ['', '1A', 'A-B', 'Ä', 'A B', 'x'.repeat(129)]) assert.ok(problemOfName(name), name);
  });
});
