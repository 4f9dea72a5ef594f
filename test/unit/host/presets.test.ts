import assert from 'node:assert/strict';
import { Presets } from '../../../src/host/presets/presets';

function memento(stored?: unknown) {
  const values = new Map<string, unknown>(stored === undefined ? [] : [['sigmic.presets', stored]]);
  return {
    values,
    get: (key: string): unknown => values.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

describe('presets of system prompts', () => {
  it('are kept by name, and told when they change', async () => {
    const state = memento();
    const presets = new Presets(state);
    let told = 0;
    presets.onDidChange(() => (told += 1));
    await presets.save('b', 'second');
    await presets.save('a', 'first');
    await presets.save('b', 'third');
    await presets.rename('a', 'c');
    assert.deepEqual(presets.list(), [
      { name: 'b', text: 'third' },
      { name: 'c', text: 'first' },
    ]);
    await presets.delete('b');
    assert.deepEqual(new Presets(state).list(), [{ name: 'c', text: 'first' }]);
    assert.equal(told, 5);
  });

  it('set aside what cannot be read', async () => {
    for (const stored of ['x', { version: 2 }, { version: 1, presets: [{ name: 1 }] }]) {
      const state = memento(stored);
      const presets = new Presets(state);
      assert.deepEqual(presets.list(), []);
      await presets.save('a', 'first');
      assert.deepEqual(state.values.get('sigmic.presets.unreadable'), stored);
      assert.deepEqual(presets.list(), [{ name: 'a', text: 'first' }]);
    }
  });
});
