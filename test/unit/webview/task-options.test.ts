import assert from 'node:assert/strict';
import { openingMessage } from '../../../src/core/opening-message';
import type { Choices } from '../../../src/core/protocol';
import { filesMustFollow, hasVariables } from '../../../src/webview/has-variables';
import { initialModel, reduceModel, type Draft, type Model } from '../../../src/webview/model';
import { outgoingDraft } from '../../../src/webview/outgoing-draft';
import { composing, head } from './builders';

const choices: Choices = {
  sets: [
    { name: 'staging', env: ['MODE'], secrets: ['TOKEN'] },
    { name: 'empty', env: [], secrets: [] },
  ],
  given: { env: [], secrets: [] },
  presets: [],
};
const file = { id: '1', name: 'a.csv', size: 3 };

function model(draft: Partial<Draft>, snapshot: Parameters<typeof composing>[0] = {}): Model {
  const shown = reduceModel(
    initialModel({ text: '', systemPrompt: '' }),
    composing({ choices, ...snapshot }),
  );
  return { ...shown, draft: { ...shown.draft, text: 'Go', ...draft } };
}

describe('The options of a new task', () => {
  it('go out explicitly, also where nothing was decided', () => {
    assert.deepEqual(outgoingDraft(model({})), { text: 'Go', autoExecute: true, showInHistory: true });
    assert.deepEqual(
      outgoingDraft(model({ showInHistory: false, variables: 'staging', systemPrompt: ' x ' })),
      {
        text: 'Go',
        autoExecute: true,
        showInHistory: false,
        variables: 'staging',
        systemPrompt: ' x ',
      },
    );
  });

  it('go out with a new task only', () => {
    const draft = { showInHistory: false, variables: 'staging', opening: 'Hello' };
    assert.deepEqual(outgoingDraft({ ...model(draft), head: head() }), { text: 'Go' });
  });

  it('know when variables and files must go one after the other', () => {
    const composer = { files: [file], folders: [], sending: false };
    assert.ok(filesMustFollow(model({ variables: 'staging' }, { composer })));
    assert.ok(
      filesMustFollow(model({}, { composer, choices: { ...choices, given: { env: [], secrets: ['A'] } } })),
    );
    assert.ok(!filesMustFollow(model({ variables: 'staging' })));
    assert.ok(!filesMustFollow(model({}, { composer })));
    assert.ok(!filesMustFollow(model({ variables: 'empty' }, { composer })));
    assert.ok(!filesMustFollow({ ...model({ variables: 'staging' }, { composer }), head: head() }));
    assert.ok(!hasVariables(model({ variables: 'gone' })));
  });

  it('send the first message as the person wrote it, while it is needed', () => {
    const composer = { files: [file], folders: [], sending: false };
    const draft = { variables: 'staging', opening: 'Wait for it.' };
    assert.equal(outgoingDraft(model(draft, { composer })).opening, 'Wait for it.');
    assert.equal(outgoingDraft(model(draft)).opening, undefined);
  });

  it('follow what the host tells of sets and presets', () => {
    const told: Choices = { ...choices, presets: [{ name: 'Brief', text: 'Be brief' }] };
    assert.deepEqual(reduceModel(model({}), { type: 'choices', choices: told }).choices, told);
  });
});

describe('The first message before files', () => {
  it('begins with what the task is called, and asks to wait', () => {
    const text = openingMessage(`  Sum up the sales\nof all years${' and more'.repeat(50)}`);
    assert.match(text, /^Sum up the sales\n\n\(Do not start yet\./);
    assert.equal(openingMessage('x'.repeat(500)).split('\n')[0], `${'x'.repeat(120)}…`);
  });
});
