import assert from 'node:assert/strict';
import type { ToView } from '../../../src/core/protocol';
import { announcement } from '../../../src/webview/announcements';
import { initialModel, reduceModel, type Model } from '../../../src/webview/model';
import { Store, type Deed } from '../../../src/webview/store';
import { snapshot, tool, turn } from './builders';

/** A store whose frames come when the test says so. */
function createStore() {
  const frames: (() => void)[] = [];
  const rendered: Model[] = [];
  const deeds: Deed[] = [];
  let lost = 0;
  const waited: number[][] = [];
  let time = 0;
  const store = new Store(initialModel({ text: 'kept', systemPrompt: '' }), {
    nextFrame: (work) => frames.push(work),
    render: (model) => rendered.push(model),
    perform: (deed) => deeds.push(deed),
    lost: () => (lost += 1),
    now: () => time,
    waited: (ms) => waited.push(ms),
  });
  const frame = () => frames.splice(0).forEach((work) => work());
  return {
    store,
    frames,
    rendered,
    deeds,
    frame,
    lost: () => lost,
    waited,
    pass: (ms: number) => (time += ms),
  };
}

const text = (added: string): ToView => ({
  type: 'changes',
  patches: [{ op: 'text', turn: '1', key: 't', text: added }],
});
const answering = snapshot({
  transcript: { turns: [turn({ segments: [{ kind: 'text', key: 't', text: 'a' }] })] },
});

function shownText(model: Model | undefined) {
  const segment = model?.transcript.turns[0]?.segments[0];
  assert.equal(segment?.kind, 'text');
  return segment;
}

describe('The store of the view', () => {
  it('brings the screen up to date once a frame', () => {
    const { store, frames, rendered, frame } = createStore();
    for (const message of [answering, text('b'), text('c')]) store.receive(message);
    assert.equal(frames.length, 1);
    frame();
    assert.equal(rendered.length, 1);
    assert.equal(shownText(rendered[0]).text, 'abc');
  });

  it('says now and then how long messages waited for their frame', () => {
    const { store, frame, pass, waited } = createStore();
    for (let n = 0; n < 9; n += 1) {
      store.receive(answering);
      pass(n);
      if (n === 4) store.receive(text('b'));
      pass(1);
      frame();
      pass(3);
    }
    assert.deepEqual(waited, [[1, 2, 3, 4, 5, 1, 6, 7]]);
    // A window that nobody sees draws nothing for a long time.
    for (let n = 0; n < 1000; n += 1) store.receive(text('b'));
    frame();
    pass(1000);
    frame();
    assert.deepEqual(
      waited.map(({ length }) => length),
      [8, 10],
    );
  });

  it('knows what was appended to which text', () => {
    const { store, frame } = createStore();
    store.receive(answering);
    frame();
    const before = shownText(store.model);
    store.receive(text('b'));
    store.receive(text('c'));
    frame();
    assert.deepEqual(store.growth.of(shownText(store.model)), { from: before, added: 'bc' });
    store.receive({
      type: 'changes',
      patches: [{ op: 'segment', turn: '1', segment: { ...before, text: 'x' } }],
    });
    frame();
    assert.equal(store.growth.of(shownText(store.model)), undefined);
  });

  it('takes up at once what came while no frame was drawn for an hour', () => {
    const { store, frame } = createStore();
    store.receive(answering);
    for (let n = 0; n < 200_000; n += 1) store.receive(text('b'));
    const began = performance.now();
    frame();
    const took = performance.now() - began;
    assert.equal(shownText(store.model).text.length, 200_001);
    assert.ok(took < 2000, `It took ${Math.round(took)} ms.`);
  });

  it('puts text that comes by itself behind the text that grew last', () => {
    const { store, frame } = createStore();
    for (const message of [answering, text('b'), 'c']) store.receive(message);
    frame();
    const before = shownText(store.model);
    assert.equal(before.text, 'abc');
    store.receive('d');
    store.receive('e');
    frame();
    assert.equal(shownText(store.model).text, 'abcde');
    assert.deepEqual(store.growth.of(shownText(store.model)), { from: before, added: 'de' });
  });

  it('says once that text has no place, and goes on with the snapshot that follows', () => {
    const { store, frame, lost } = createStore();
    for (const message of [answering, 'x', 'y']) store.receive(message);
    frame();
    assert.equal(shownText(store.model).text, 'a');
    assert.equal(lost(), 1);
    for (const message of [answering, text('b'), 'c']) store.receive(message);
    frame();
    assert.equal(shownText(store.model).text, 'abc');
    store.receive(answering);
    store.receive('z');
    assert.equal(lost(), 2);
  });

  it('keeps the draft until it was sent, and marks the sending at once', () => {
    const { store, frame } = createStore();
    store.receive(
      snapshot({ composer: { files: [], folders: [], sending: false, problem: { message: 'old' } } }),
    );
    frame();
    assert.equal(store.model.draft.text, 'kept');
    store.markSending();
    assert.deepEqual(store.model.composer, { files: [], folders: [], sending: true });
    store.receive({
      type: 'composer',
      composer: { files: [], folders: [], sending: false, problem: { message: 'no' } },
    });
    frame();
    assert.equal(store.model.draft.text, 'kept');
    store.receive({ type: 'sent', text: 'an older draft' });
    frame();
    assert.equal(store.model.draft.text, 'kept');
    store.receive({ type: 'sent', text: 'kept' });
    frame();
    assert.equal(store.model.draft.text, '');
  });

  it('does deeds after the screen shows the state they belong to', () => {
    const { store, rendered, deeds, frame } = createStore();
    store.receive(answering);
    store.receive({ type: 'reveal', callId: 'c' });
    assert.equal(deeds.length, 0);
    frame();
    assert.equal(rendered.length, 1);
    assert.deepEqual(deeds, [{ type: 'reveal', callId: 'c' }]);
  });

  it('fills the draft without losing what a message leaves open', () => {
    const { store, frame } = createStore();
    const options = {
      systemPrompt: 'be short',
      autoExecute: false,
      showInHistory: false,
      variables: 'staging',
    };
    store.edit({ ...options, opening: 'of another message' });
    store.receive({ type: 'draft', text: 'do it' });
    frame();
    assert.deepEqual(store.model.draft, { text: 'do it', ...options });
  });
});

describe('What a screen reader is told', () => {
  const model = (message: ToView) => reduceModel(initialModel({ text: '', systemPrompt: '' }), message);
  const running = model(answering);

  it('nothing for the first look at a conversation, nor for each word', () => {
    assert.equal(announcement(initialModel({ text: '', systemPrompt: '' }), running), undefined);
    assert.equal(announcement(running, reduceModel(running, text('more'))), undefined);
  });

  it('that the agent asks, and what about', () => {
    const segment = tool({ status: 'awaiting_approval', args: { command: 'ls' } });
    const after = reduceModel(running, { type: 'changes', patches: [{ op: 'segment', turn: '1', segment }] });
    assert.equal(announcement(running, after), 'Sigmic asks to use run_shell: ls');
    assert.equal(announcement(after, reduceModel(after, text('x'))), undefined);
  });

  it('how it ended', () => {
    const after = reduceModel(running, {
      type: 'changes',
      patches: [{ op: 'end', turn: '1', end: { kind: 'completed' } }],
    });
    assert.equal(announcement(running, after), 'Sigmic has answered.');
  });
});
