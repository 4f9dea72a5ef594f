import assert from 'node:assert/strict';
import type { Patch } from '../../../src/core/session/patch';
import type { Segment } from '../../../src/core/session/transcript';
import { head, snapshot, tool, turn } from './builders';
import { useDom } from './dom';
import { openView } from './open-view';

describe('The view of a long conversation', () => {
  useDom();

  const withSegments = (...segments: Segment[]) => snapshot({ transcript: { turns: [turn({ segments })] } });

  it('asks for older turns, and lets go of them when the person is back at the end', () => {
    const turns = Array.from({ length: 100 }, (_, index) => turn({ key: `k${index}` }));
    const view = openView();
    view.receive(snapshot({ transcript: { turns: turns.slice(94), earlier: 94 } }));
    assert.equal(view.root.querySelectorAll('[data-turn]').length, 6);
    view.button('Show earlier messages (94)').click();
    const ask = { type: 'earlier', before: 'k94' } as const;
    assert.deepEqual(view.posted.at(-1), ask);
    view.receive({ ...ask, page: { turns: turns.slice(64, 94), earlier: 64 } });
    view.button('Show earlier messages (64)').click();
    assert.deepEqual(view.posted.at(-1), { type: 'earlier', before: 'k64' });
    // The first answer once more: it is of no use now.
    view.receive({ ...ask, page: { turns: turns.slice(64, 94), earlier: 64 } });
    view.receive({ type: 'earlier', before: 'k64', page: { turns: turns.slice(0, 64), earlier: 0 } });
    view.settle();
    assert.ok(view.button('Show earlier messages (60)'));
    // What is far from the end is an empty box until somebody comes near.
    assert.ok(view.root.querySelectorAll('[data-turn]').length <= 10);
    assert.equal(view.root.querySelectorAll('.turn-block').length, 8);
  });

  it('goes on with the conversation when it does not have all of it', () => {
    const view = openView();
    const last = turn({ key: 'k99', segments: [{ kind: 'text', key: 't', text: 'So ' }] });
    view.receive(snapshot({ transcript: { turns: [last], earlier: 99 } }));
    view.receive({
      type: 'changes',
      patches: [
        { op: 'turn', index: 12, turn: turn({ key: 'k12', user: undefined }), replaces: true },
        { op: 'text', turn: 'k3', key: 't', text: 'Lost' },
        { op: 'text', turn: 'k99', key: 't', text: 'far.' },
        { op: 'turn', index: 100, turn: turn({ key: 'k100' }) },
      ],
    });
    const keys = [...view.root.querySelectorAll<HTMLElement>('[data-turn]')].map(
      ({ dataset }) => dataset['turn'],
    );
    assert.deepEqual(keys, ['k99', 'k100']);
    assert.match(view.root.textContent, /So far\./);
    assert.doesNotMatch(view.root.textContent, /Lost/);
  });

  it('shows the newest steps of a very long turn, and the others page by page', () => {
    const steps = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) =>
        tool({ key: `tool:c${from + n}`, callId: `c${from + n}`, status: 'success' }),
      );
    const view = openView();
    const long = turn({ segments: steps(1_000, 1_100), earlier: 1_000, end: { kind: 'completed' } });
    view.receive(snapshot({ head: head({ status: 'completed' }), transcript: { turns: [long] } }));
    assert.ok(view.find('[data-call="c1099"]'));
    view.button('Show earlier steps (1,000)').click();
    assert.deepEqual(view.posted.at(-1), { type: 'steps', turn: '1', before: 1_000 });
    const page = { segments: steps(500, 1_000), earlier: 500 };
    view.receive(
      { type: 'steps', turn: '1', before: 1_000, page },
      { type: 'steps', turn: '1', before: 1_000, page },
    );
    assert.ok(view.button('Show earlier steps (500)'));
    // What is far from the end is an empty box until somebody comes near.
    assert.equal(view.root.querySelectorAll('.steps').length, 12);
    assert.equal(view.root.querySelectorAll('.tool').length, 100);
    // Copied is all of the answer, of which the host has the rest.
    view.button('Copy message').click();
    [...view.root.querySelectorAll<HTMLElement>('[aria-label="Copy message"]')].at(-1)?.click();
    assert.deepEqual(view.posted.at(-1), { type: 'copyAnswer', turn: '1' });
    // A call that is not here yet is asked for in the turn.
    view.receive({ type: 'reveal', callId: 'c7' });
    assert.deepEqual(view.posted.at(-1), { type: 'steps', turn: '1', before: 500, callId: 'c7' });
    view.receive({ type: 'steps', turn: '1', before: 500, page: { segments: steps(7, 500), earlier: 7 } });
    assert.equal(document.activeElement?.getAttribute('data-call'), 'c7');
    view.close();
  });

  it('shows the newest steps of a subagent that did very much, live too, and the others page by page', () => {
    const items = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) =>
        tool({ key: `tool:${from + n}`, toolName: `t${from + n}` }),
      );
    const agent = { kind: 'subagent', key: 'agent:a:0', agentName: 'a', items: items(900, 1_000) } as const;
    const view = openView();
    view.receive(withSegments({ ...agent, earlier: 900 }));
    for (let n = 1_000; n < 1_300; n += 20) {
      const patches = items(n, n + 20).map((item, nth): Patch => {
        return { op: 'item', turn: '1', key: agent.key, item, at: n + nth };
      });
      view.receive({ type: 'changes', patches });
    }
    assert.ok(view.root.querySelectorAll('.subagent .tool').length <= 100);
    view.button('Show earlier steps (1,100)').click();
    const ask = { type: 'steps', turn: '1', agent: agent.key, before: 1_100 } as const;
    assert.deepEqual(view.posted.at(-1), ask);
    view.receive({ ...ask, page: { segments: items(700, 1_100), earlier: 700 } });
    assert.ok(view.button('Show earlier steps (700)'));
    // What is far from the end is an empty box until somebody comes near.
    assert.equal(view.root.querySelectorAll('.subagent .steps').length, 12);
    assert.equal(view.root.querySelectorAll('.subagent .tool').length, 100);
    view.close();
  });

  it('shows a run of thousands of thoughts in blocks', () => {
    const thoughts = Array.from({ length: 3_000 }, (_, n): Segment => {
      return { kind: 'thought', key: `thought:${n}`, subject: `Thought ${n}` };
    });
    const view = openView({
      folds: Object.fromEntries(thoughts.map(({ key }) => [`1/${key}/earlier`, true])),
    });
    view.receive(withSegments(...thoughts));
    assert.equal(view.root.querySelectorAll('.thought').length, 100);
    assert.match(view.root.textContent, /Thought 2999/);
    view.close();
  });

  it('keeps of a very long turn that it is told live as much as of one that it opens', () => {
    const view = openView();
    view.receive(snapshot({ transcript: { turns: [turn()] } }));
    for (let start = 0; start < 1_000; start += 20) {
      const patches = Array.from({ length: 20 }, (_, nth): Patch => {
        const n = start + nth;
        const segment = tool({ key: `tool:c${n}`, callId: `c${n}` });
        return { op: 'segment', turn: '1', segment, at: n };
      });
      view.receive({ type: 'changes', patches });
    }
    assert.ok(view.root.querySelectorAll('.tool').length <= 200);
    assert.ok(view.button('Show earlier steps (800)'));
    const segment = tool({ key: 'tool:c3', callId: 'c3', status: 'success' });
    view.receive({ type: 'changes', patches: [{ op: 'segment', turn: '1', segment, at: 3 }] });
    assert.equal(view.root.querySelector('[data-call="c3"]'), null);
    assert.equal([...view.root.querySelectorAll<HTMLElement>('.tool')].at(-1)?.dataset['call'], 'c999');
    view.close();
  });

  it('goes to a call, or to where the person was, as soon as it has the turn', () => {
    const asked = turn({ key: 'k5', segments: [tool({ callId: 'far' })] });
    const view = openView({ scroll: { turn: 'k8', offset: 3 } });
    view.receive(snapshot({ transcript: { turns: [turn({ key: 'k9' })], earlier: 9 } }));
    assert.deepEqual(view.posted.at(-1), { type: 'earlier', before: 'k9', until: 'k8' });
    view.receive({ type: 'reveal', callId: 'far' });
    assert.deepEqual(view.posted.at(-1), { type: 'earlier', before: 'k9', callId: 'far' });
    const others = Array.from({ length: 3 }, (_, index) => turn({ key: `k${index + 6}` }));
    view.receive({ type: 'earlier', before: 'k9', page: { turns: [asked, ...others], earlier: 5 } });
    assert.equal(document.activeElement?.getAttribute('data-call'), 'far');
    // A place that the person has left meanwhile is not gone to.
    view.receive({ type: 'reveal', callId: 'farther' });
    view.root.dispatchEvent(new Event('wheel'));
    const count = view.posted.length;
    view.receive({ type: 'changes', patches: [] });
    assert.equal(view.posted.length, count);
  });

  it('fetches what a result was cut to once it is unfolded', () => {
    const cut = tool({ status: 'success', output: 'beginning', cut: 12_345 });
    const view = openView();
    view.receive(withSegments(cut));
    assert.deepEqual(view.posted.slice(1), []);
    view.find('.tool details').setAttribute('open', '');
    view.find('.tool details').dispatchEvent(new Event('toggle'));
    view.settle();
    assert.match(view.root.textContent, /12,345 more characters are not shown here/);
    assert.deepEqual(view.posted.at(-1), { type: 'open', key: '1/x' });
    const whole = tool({ status: 'success', output: 'beginning and end' });
    view.receive({ type: 'changes', patches: [{ op: 'segment', turn: '1', segment: whole }] });
    assert.match(view.root.textContent, /beginning and end/);
    assert.doesNotMatch(view.root.textContent, /more characters/);
  });
});
