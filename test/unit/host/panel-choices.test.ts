import assert from 'node:assert/strict';
import type { Forgotten } from '../../../src/core/protocol';
import { PanelChoices } from '../../../src/host/chat/panel-choices';

describe('what a new task can be given', () => {
  const nothing = { onDidChange: () => ({ dispose: () => undefined }), list: () => [] };
  const sources = { variables: { ...nothing, values: () => Promise.resolve({}) }, presets: nothing };
  const forgotten: Forgotten = { from: 'command', names: ['STAGE'] };

  it('tells what was forgotten, by its names, until the composer is filled anew', () => {
    const choices = new PanelChoices(
      sources,
      () => 'p',
      () => undefined,
      forgotten,
    );
    assert.deepEqual(choices.state.forgotten, forgotten);
    assert.equal(choices.hasVariables(undefined), false);
    choices.give({ secrets: { TOKEN: 'hush' } });
    assert.equal(choices.state.forgotten, undefined);
    assert.ok(!JSON.stringify(choices.state).includes('hush'));
    choices.give({}, { from: 'task', names: ['MODE'] });
    assert.deepEqual(choices.state.forgotten, { from: 'task', names: ['MODE'] });
  });
});
